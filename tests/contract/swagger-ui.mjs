// Swagger UI as a newcomer uses it, in headless Chromium against a running demo.
// PTP_BASE_URL: where the demo answers; SCREENSHOT: where to write a picture of the last answer;
// CHROMIUM: the browser. Exits with 1 and one sentence at the first expectation that fails.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.env.PTP_BASE_URL;
assert(base, "PTP_BASE_URL is not set");
const origin = new URL(base).origin;
const patience = 20_000; // milliseconds; a busy machine with two cores draws slowly

/** What the page did that it must not do. */
const complaints = [];

/** The block of an operation, its tag unfolded; the form is open at once. */
async function open(page, tag, operation) {
  const section = page.locator(`.opblock-tag-section:has(#operations-tag-${tag})`);
  if (!(await section.getAttribute("class")).includes("is-open")) {
    await section.locator(".opblock-tag").click();
  }
  const block = page.locator(`#operations-${tag}-${operation}`);
  await block.locator(".opblock-summary-control").click();
  await block.getByRole("button", { name: "Execute" }).waitFor();
  return block;
}

/** Executes what stands in the form; the answer as it stands on the page. */
async function execute(block, status) {
  await block.getByRole("button", { name: "Execute" }).click();
  const row = block.locator(".live-responses-table tbody tr.response").first();
  await row.waitFor();
  const shown = (await row.locator(".response-col_status").innerText()).trim();
  const text = await row.locator(".response-col_description .highlight-code code").first().innerText();
  assert.match(shown, new RegExp(`^${status}\\b`), `the page shows ${shown}, not ${status}: ${text}`);
  return JSON.parse(text);
}

/** Takes the answer away, so that the next one cannot be confused with it. */
async function clear(block) {
  await block.getByRole("button", { name: "Clear" }).click();
  await block.locator(".live-responses-table").waitFor({ state: "detached" });
}

async function authorise(page, role) {
  await page.locator(".auth-wrapper .btn.authorize").click();
  const demo = page.locator(".auth-container").filter({ hasText: "demo (OAuth2" });
  await demo.locator(`label[for="${role}-clientCredentials-checkbox-demo"]`).click();
  await demo.getByRole("button", { name: "Apply given OAuth2 credentials" }).click();
  await demo.getByRole("button", { name: "Remove authorization" }).waitFor();
  await demo.getByRole("button", { name: "Close" }).click();
}

async function logOut(page) {
  await page.locator(".auth-wrapper .btn.authorize").click();
  const demo = page.locator(".auth-container").filter({ hasText: "demo (OAuth2" });
  await demo.getByRole("button", { name: "Remove authorization" }).click();
  await demo.getByRole("button", { name: "Apply given OAuth2 credentials" }).waitFor();
  await demo.getByRole("button", { name: "Close" }).click();
}

function watch(page) {
  page.on("request", (request) => {
    const url = new URL(request.url());
    // "data:" and "blob:" stand in the page itself.
    if (url.protocol.startsWith("http") && url.origin !== origin) {
      complaints.push(`a request left the origin: ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`an error on the page: ${error.message}`));
  page.on("console", (message) => {
    // A refused request is what one step provokes: Chromium reports it on the console as well.
    const refused = message.text().startsWith("Failed to load resource") &&
      message.location().url === `${origin}/v1/poles` && message.text().includes("422");
    if (message.type() === "error" && !refused) {
      complaints.push(`an error on the console: ${message.text()}`);
    }
  });
}

async function walk(page) {
  await page.goto(`${base}/swagger-ui/`);
  await page.locator(".opblock-tag-section").first().waitFor();

  await authorise(page, "applicant");
  const list = await execute(await open(page, "poles", "list_poles"), 200);
  assert(list.items.length > 0, "the demo shows no pole");

  const create = await open(page, "pole-management", "create_pole");
  const pole = await execute(create, 201);
  assert.equal(pole.status, "draft", "a new pole is a draft");

  await clear(create);
  const body = create.locator("textarea.body-param__text");
  const example = JSON.parse(await body.inputValue());
  assert.equal(example.members[0].tax_code, "94004480151", "the example has another first member");
  example.members[0].tax_code = "94004480152";
  await body.fill(JSON.stringify(example, null, 2));
  const problem = await execute(create, 422);
  assert.equal(problem.type, "/problems/invalid-body");
  assert.equal(problem.errors[0].pointer, "/members/0/tax_code");

  await logOut(page);
  await authorise(page, "official");
  const createCall = await open(page, "call-management", "create_call");
  const call = await execute(createCall, 201);
  assert.equal(call.status, "draft", "a new call is a draft");

  if (process.env.SCREENSHOT) {
    await createCall.locator(".live-responses-table").scrollIntoViewIfNeeded();
    await page.screenshot({ path: process.env.SCREENSHOT });
  }
  assert.deepEqual(complaints, [], complaints.join("\n"));
}

// A profile of its own, which Playwright makes and removes.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox", // root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    // The browser itself shall call nobody.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(patience);
  watch(page);
  await walk(page);
  console.log("Swagger UI: every step as expected");
} catch (error) {
  console.error(`Swagger UI: ${error.message}`);
  for (const complaint of complaints) {
    console.error(complaint);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
