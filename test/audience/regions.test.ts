import { describe, expect, test } from "vitest";
import { z } from "zod";
import { regionSchema } from "../../src/audience/region.ts";
import { accountShape } from "../../src/delivery/provider-account.ts";

const fault = (written: string) => regionSchema.safeParse(written).error?.issues[0]?.message ?? "";

describe("a region that an account does not serve", () => {
  test("is a country or a province of the mainland by its ISO code", () => {
    for (const code of ["US", "HK", "CN", "CN-65", "CN-11"]) {
      expect(regionSchema.parse(code)).toBe(code);
    }
  });

  test("written otherwise is refused with the code that was meant", () => {
    for (const [written, code] of [
      ["新疆", "CN-65"],
      ["新疆维吾尔自治区", "CN-65"],
      ["cn-54", "CN-54"],
      ["us", "US"],
      ["United States", "US"],
      ["美国", "US"],
      ["CN-HK", "HK"],
      ["香港特别行政区", "HK"],
      ["台湾", "TW"],
    ] as const) {
      expect(fault(written)).toBe(`“${written}” is no region: write ${code} for it`);
    }
  });

  test("that can't be made out is refused with every form there is", () => {
    const message = fault("CN-99");
    expect(message).toContain("ISO 3166");
    expect(message).toContain("CN-65 新疆");
    expect(message).toContain("CN-11 北京");
  });

  test("is named by its place in the accounts' file", () => {
    const account = z.object(accountShape);
    const parsed = account.safeParse({ id: "a", name: "A", unserved: ["US", "西藏"] });
    expect(parsed.error?.issues).toMatchObject([
      { path: ["unserved", 1], message: "“西藏” is no region: write CN-54 for it" },
    ]);
  });
});
