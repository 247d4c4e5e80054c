import fc from "fast-check";
import { expect, test } from "vitest";
import { Recent } from "../../src/recent.ts";

const steps = fc.array(
  fc.record({ what: fc.constantFrom("set", "get", "delete"), key: fc.nat(9), value: fc.nat(99) }),
  { maxLength: 100 },
);

test("what is remembered is what was set last, and never more than asked for", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 2, max: 8 }), (all, most) => {
      const recent = new Recent<number, number>(most);
      const truth = new Map<number, number>();
      for (const { what, key, value } of all) {
        if (what === "get") {
          const found = recent.get(key);
          if (found !== undefined) expect(found).toBe(truth.get(key));
        } else if (what === "set") {
          recent.set(key, value);
          truth.set(key, value);
          expect(recent.get(key)).toBe(value);
        } else {
          recent.delete(key);
          truth.delete(key);
          expect(recent.get(key)).toBeUndefined();
        }
      }
      const kept = [...truth.keys()].filter((key) => recent.get(key) !== undefined);
      expect(kept.length).toBeLessThanOrEqual(most);
    }),
  );
});

test("what is used again and again stays, whatever else comes by", () => {
  const recent = new Recent<string, number>(10);
  recent.set("often", 1);
  for (let other = 0; other < 1_000; other += 1) {
    recent.set(`once ${other}`, other);
    expect(recent.get("often")).toBe(1);
  }
  expect(recent.get("once 3")).toBeUndefined();
});
