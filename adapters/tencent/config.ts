import { z } from "zod";
import { accountShape, endpointSchema } from "../../src/delivery/provider-account.ts";
import { parseTemplate, type Template, variablesOf } from "../../src/delivery/template.ts";
import {
  hasOwnSecret,
  NO_OWN_SECRET,
  webhookGuardShape,
} from "../../src/delivery/webhook-guard.ts";

/** `{1}`, as Tencent's templates have their variables. */
const VARIABLE = /\{(\d{1,2})\}/gu;

const template = z.object({
  id: z.string().regex(/^\d+$/u, "is a template id, digits: 短信控制台 → 正文模板管理"),
  /** Word for word as it was approved, without the signature. */
  text: z
    .string()
    .min(1)
    .max(500)
    .refine((text) => !/^\s*【/u.test(text), { error: "is written without the signature" })
    .refine((text) => !/[{}]/u.test(text.replace(VARIABLE, "")), {
      error: "has variables that are not written {1}, {2} …",
    })
    .refine(isCounted, { error: "has variables that do not count from {1} up, each number there" }),
  /** How long the value of a variable may be, in the order of their numbers, where other than `variableMost`. */
  most: z.array(z.number().int().min(1).max(500)).default([]),
});

function isCounted(text: string): boolean {
  const names = variablesOf(parseTemplate("", text, VARIABLE, () => 1)).map(Number);
  return names.toSorted((a, b) => a - b).every((name, index) => name === index + 1);
}

/** A provider account of kind `tencent`. */
export const tencentConfigSchema = z
  .object({
    kind: z.literal("tencent"),
    ...accountShape,
    ...webhookGuardShape,
    /** It refuses marketing at other hours of Beijing's (1029). */
    hours: accountShape.hours.default({ from: 480, to: 1320 }),
    secretId: z.string().min(8, "is a CAM user's SecretId: 访问管理 → API 密钥管理"),
    secretKey: z.string().min(16, "is the SecretKey of that SecretId"),
    sdkAppId: z
      .string()
      .regex(/^\d{6,16}$/u, "is the application's SdkAppId: 短信控制台 → 应用管理"),
    region: z.string().min(1).default("ap-guangzhou"),
    /** Another host in place of sms.tencentcloudapi.com: an emulator's, a private network's. */
    endpoint: endpointSchema.default("https://sms.tencentcloudapi.com"),
    /** The approved signature, without its brackets. An account signs with one: another takes another account. */
    signature: z.string().regex(/^[^【】\s]{2,12}$/u, "is 2 to 12 characters, without 【】"),
    templates: z
      .array(template)
      .min(1, "takes at least one approved template")
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
        error: "has an id twice",
      }),
    /** How long a variable's value may be; Tencent's own limit (1036), unless it lifted it for the account. */
    variableMost: z.number().int().min(1).max(500).default(12),
    /** Ends the number that texts come from, where Tencent opened it for the account. */
    extendCode: z
      .string()
      .regex(/^\d{1,12}$/u, "is digits")
      .optional(),
    /** Its profile of content policy. */
    profile: z.string().min(1).default("tencent"),
    batchSize: z.number().int().min(1).max(200).default(200),
    /** Calls under way at once: a call carries one text, so that personal texts take a call each. */
    concurrency: z.number().int().min(1).max(50).default(10),
    ratePerSecond: z.number().positive().default(200),
    /** How long an answer is waited for, before the outcome of its call is unknown; and how long a connection. */
    timeoutMs: z.number().int().min(500).default(10_000),
    /**
     * Questions a second about single numbers (Tencent takes 20 of a kind), and how many in one go: a settlement asks in
     * several, others between them.
     */
    pullPerSecond: z.number().positive().default(10),
    pullMost: z.number().int().min(0).default(600),
    /** Asks about those without a result every so often, for servers that no push can reach. */
    pollSeconds: z.number().int().min(5).optional(),
  })
  .refine(hasOwnSecret, NO_OWN_SECRET);
export type TencentConfig = z.output<typeof tencentConfigSchema>;

/** The account's templates, read. */
export function templatesOf({ templates, variableMost }: TencentConfig): Template[] {
  return templates.map(({ id, text, most }) =>
    parseTemplate(id, text, VARIABLE, (name) => most[Number(name) - 1] ?? variableMost),
  );
}
