import { z } from "zod";
import { accountShape, endpointSchema } from "../../src/delivery/provider-account.ts";
import { parseTemplate, type Template, variablesOf } from "../../src/delivery/template.ts";
import {
  hasOwnSecret,
  NO_OWN_SECRET,
  webhookGuardShape,
} from "../../src/delivery/webhook-guard.ts";

/** `${name}`, as Aliyun's templates have their variables. */
const VARIABLE = /\$\{([A-Za-z0-9_]{1,40})\}/gu;

const template = z
  .object({
    code: z
      .string()
      .regex(/^SMS_\d+$/u, "is a template code, SMS_ and digits: 短信服务控制台 → 模板管理"),
    /** Word for word as it was approved, without the signature. */
    text: z
      .string()
      .min(1)
      .max(500)
      .refine((text) => !/^\s*【/u.test(text), { error: "is written without the signature" })
      .refine((text) => !/\$\{|\{\d/u.test(text.replace(VARIABLE, "")), {
        error:
          "has variables that are not written as $, { and } around a name of letters and digits",
      }),
    /** How long the value of a variable may be, where its attribute says other than `variableMost`. */
    most: z.record(z.string(), z.number().int().min(1).max(500)).default({}),
  })
  .superRefine(({ code, text, most }, context) => {
    const names = variablesOf(parseTemplate(code, text, VARIABLE, () => 1));
    for (const name of Object.keys(most))
      if (!names.includes(name))
        context.addIssue({
          code: "custom",
          path: ["most", name],
          message: "is no variable of the text",
        });
  });

/** A provider account of kind `aliyun`. */
export const aliyunConfigSchema = z
  .object({
    kind: z.literal("aliyun"),
    ...accountShape,
    ...webhookGuardShape,
    accessKeyId: z.string().min(8, "is a RAM user's AccessKey ID: RAM 控制台 → 用户 → AccessKey"),
    accessKeySecret: z.string().min(16, "is the secret of that AccessKey"),
    /** Another host in place of dysmsapi.aliyuncs.com: a region's, an emulator's. */
    endpoint: endpointSchema.default("https://dysmsapi.aliyuncs.com"),
    /** The approved signature, without its brackets. An account signs with one: another takes another account. */
    signature: z.string().regex(/^[^【】\s]{2,20}$/u, "is 2 to 20 characters, without 【】"),
    templates: z
      .array(template)
      .min(1, "takes at least one approved template")
      .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, {
        error: "has a code twice",
      }),
    /** How long a variable's value may be; Aliyun's own limit, unless it lifted it for the account. */
    variableMost: z.number().int().min(1).max(500).default(35),
    /** Ends the number that texts come from, and that replies go to. */
    extendCode: z
      .string()
      .regex(/^\d{1,12}$/u, "is digits")
      .optional(),
    /** Its profile of content policy. */
    profile: z.string().min(1).default("aliyun"),
    batchSize: z.number().int().min(1).max(100).default(100),
    ratePerSecond: z.number().positive().default(200),
    /** How long an answer is waited for, before the outcome of its call is unknown. */
    timeoutMs: z
      .number()
      .int()
      .min(1000, "is at least 1000: Aliyun advises a second")
      .default(10_000),
    /** Questions a second about single numbers, and how many in one go: a settlement asks in several, others between them. */
    pullPerSecond: z.number().positive().default(100),
    pullMost: z.number().int().min(0).default(3000),
    /** Asks about those without a result every so often, for servers that no push can reach. */
    pollSeconds: z.number().int().min(5).optional(),
  })
  .refine(hasOwnSecret, NO_OWN_SECRET);
export type AliyunConfig = z.output<typeof aliyunConfigSchema>;

/** The account's templates, read. */
export function templatesOf({ templates, variableMost }: AliyunConfig): Template[] {
  return templates.map(({ code, text, most }) =>
    parseTemplate(code, text, VARIABLE, (name) =>
      Object.hasOwn(most, name) ? (most[name] ?? variableMost) : variableMost,
    ),
  );
}
