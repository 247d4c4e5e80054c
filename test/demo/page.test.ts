import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { MEMBERS_FILE, openShop } from "./opening.ts";
import { startPage } from "./page-server.ts";
import { startWorld, type World } from "./world.ts";

/** Debian's Chromium; another by CHROMIUM. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const found = existsSync(CHROMIUM);
if (!found) {
  process.stderr.write(
    `\n  The demo page was NOT played: there is no Chromium at ${CHROMIUM} (apt-get install chromium, or set CHROMIUM)\n\n`,
  );
}

/** Screenshots go to docs/ when asked for: UPDATE_SCREENSHOTS=1 */
const SHOTS =
  process.env.UPDATE_SCREENSHOTS === undefined
    ? undefined
    : resolve(import.meta.dirname, "../../docs/screenshots");
const LONG = 40_000;

describe.runIf(found)("the demo page, played as a person would", () => {
  let dataDir: string;
  let world: World;
  let served: Awaited<ReturnType<typeof startPage>>;
  let browser: Browser;
  let page: Page;
  const broken: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "qunfa-page-"));
    world = await startWorld({ dataDir, log: createLog("error") });
    await openShop(world);
    served = await startPage(world, 0);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
    page.on("pageerror", (error) => broken.push(error.message));
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto(served.url);
  }, LONG);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await world?.close();
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
  }, LONG);

  async function shot(name: string): Promise<void> {
    if (SHOTS === undefined) return;
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }

  test("drafts, sees findings while typing, asks, approves as a second person, and gets the summary", {
    timeout: 120_000,
  }, async () => {
    const slack = page.locator("#slack");
    const telegram = page.locator("#telegram");
    await page.getByLabel("Slack 输入").fill("/sms draft");
    await slack.getByRole("button", { name: "发送" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("名称").fill("会员日");
    const text = sheet.getByLabel("短信内容");
    await text.pressSequentially("会员日全场八折，加薇信领好礼");
    await sheet.getByText("引导加微信").first().waitFor();
    await shot("findings-while-typing");
    expect(await text.inputValue()).toBe("会员日全场八折，加薇信领好礼");
    await text.fill("会员日全场八折，到店更有好礼，营业到晚九点");
    await sheet.getByText("引导加微信").first().waitFor({ state: "detached" });
    const options = await sheet.getByLabel("发给谁").locator("option").allTextContents();
    const label = options.find((option) => option.startsWith(MEMBERS_FILE)) ?? "";
    await sheet.getByLabel("发给谁").selectOption({ label });
    await sheet.locator("#modal-submit").click();
    await sheet.waitFor({ state: "detached" });

    await slack.getByText("群发 #1 会员日").first().waitFor();
    await slack.getByRole("button", { name: "提交审批" }).last().click();
    await telegram.getByRole("button", { name: "批准" }).first().waitFor({ timeout: LONG });
    await shot("awaiting-approval");

    // The second person: Wang, on Slack.
    await page.getByRole("button", { name: /王姐/ }).click();
    await slack.getByRole("button", { name: "批准" }).last().click();
    await slack
      .getByText(/已有结果|已提交/)
      .first()
      .waitFor({ timeout: LONG });
    await shot("sending");
    await slack.getByText("初步结果").first().waitFor({ timeout: LONG });
    await shot("provisional-summary");
    await slack.getByText("最终结果").first().waitFor({ timeout: LONG });
    await telegram.getByText("最终结果").first().waitFor({ timeout: LONG });
    await shot("final-summary");
    await expect
      .poll(() => telegram.textContent(), { timeout: LONG })
      .toContain("手机号码为空号或已关机");
    expect(broken).toEqual([]);
  });
});
