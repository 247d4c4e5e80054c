import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a file imports: paths from the root for its own files, package names for others'. */
function imports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?<![\w."])(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, specifier = ""]) =>
      specifier.startsWith(".") ? relative(ROOT, resolve(dirname(file), specifier)) : specifier,
  );
}

const named = (file: string) => relative(ROOT, file);
const core = sources("src").filter((file) => named(file) !== "src/main.ts");

describe("arrows point inwards", () => {
  test("the core imports neither adapters nor commands", () => {
    const wrong = core.flatMap((file) =>
      imports(file)
        .filter(
          (to) =>
            to.startsWith("adapters/") || to.startsWith("commands/") || to.startsWith("test/"),
        )
        .map((to) => `${named(file)} → ${to}`),
    );
    expect(core.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  test("the core imports no vendor's package", () => {
    const vendors =
      /^(@slack\/|grammy|@grammyjs\/|mongodb$|smpp|twilio|@alicloud\/|tencentcloud|node:sqlite)/;
    const wrong = core.flatMap((file) =>
      imports(file)
        .filter((to) => vendors.test(to))
        .map((to) => `${named(file)} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test("no adapter imports another, nor a command", () => {
    const wrong = sources("adapters").flatMap((file) => {
      const own = named(file).split("/").slice(0, 2).join("/");
      return imports(file)
        .filter(
          (to) =>
            (to.startsWith("adapters/") && !to.startsWith(`${own}/`)) || to.startsWith("commands/"),
        )
        .map((to) => `${named(file)} → ${to}`);
    });
    expect(wrong).toEqual([]);
  });

  test("commands import only the core and each other", () => {
    const wrong = sources("commands").flatMap((file) =>
      imports(file)
        .filter((to) => !to.startsWith("src/") && !to.startsWith("commands/"))
        .map((to) => `${named(file)} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });
});
