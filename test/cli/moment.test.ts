import { expect, test } from "vitest";
import { readMoment } from "../../src/cli/moment.ts";

const SHANGHAI = "Asia/Shanghai";

test.each([
  ["2026-11-23", "2026-11-22T16:00:00Z"],
  ["2026-11-23T10:00", "2026-11-23T02:00:00Z"],
  ["2026-11-23 10:00:30", "2026-11-23T02:00:30Z"],
  ["2026-11-23T10:00:30.5", "2026-11-23T02:00:30Z"],
  ["2026-11-23T10:00Z", "2026-11-23T10:00:00Z"],
  ["2026-11-23T10:00:00+09:00", "2026-11-23T01:00:00Z"],
  ["2026-11-23T10:00-0330", "2026-11-23T13:30:00Z"],
  ["2028-02-29", "2028-02-28T16:00:00Z"],
])("%s is a moment", (text, iso) => {
  expect(readMoment(text, SHANGHAI)).toBe(Date.parse(iso));
});

test("a local time is one of the zone it is read in", () => {
  expect(readMoment("2026-07-01T09:00", "America/New_York")).toBe(Date.parse("2026-07-01T13:00Z"));
});

test.each([
  "",
  "now",
  "2026",
  "2026-13-01",
  "2026-02-30",
  "2027-02-29",
  "2026-11-23T24:00",
  "2026-11-23T10:60",
  "2026-11-23T10",
  "2026-11-23T10:00+15:00",
  "2026-11-23T10:00 Shanghai",
  "20261123",
  "23.11.2026",
])("%j is none", (text) => {
  expect(readMoment(text, SHANGHAI)).toBeUndefined();
});
