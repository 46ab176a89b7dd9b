// Browser tests run against a desk that `./dev test` has started; KH_URL says where, KH_OUTPUT where results go.
const fs = require("node:fs");
const path = require("node:path");
const { defineConfig } = require("@playwright/test");

const output = process.env.KH_OUTPUT || path.join(__dirname, "..", ".bench", "browser");
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
	fs.existsSync
);

module.exports = defineConfig({
	testDir: "tests",
	outputDir: path.join(output, "results"),
	// One worker: the tests share a site, and people do one thing after the other.
	workers: 1,
	forbidOnly: Boolean(process.env.CI),
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	reporter: [["list"], ["json"]],
	use: {
		baseURL: process.env.KH_URL,
		locale: "vi-VN",
		timezoneId: "Asia/Ho_Chi_Minh",
		viewport: { width: 1366, height: 900 },
		actionTimeout: 15_000,
		navigationTimeout: 30_000,
		// A trace makes everything a third slower: KH_TRACE=1 asks for one when a failure needs it.
		trace: process.env.KH_TRACE ? "retain-on-failure" : "off",
		screenshot: "only-on-failure",
		launchOptions: {
			executablePath: chromium,
			args: [
				"--no-sandbox",
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
});
