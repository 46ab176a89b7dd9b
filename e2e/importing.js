// The form of an import, as a person uses it: a file falls on it, and the steps follow.

const { expect, settle } = require("./desk");

/** Drops a file on the page, as from a folder of the computer. */
async function drop(page, name, content) {
	const data = await page.evaluateHandle(
		([title, base64]) => {
			const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
			const transfer = new DataTransfer();
			transfer.items.add(new File([bytes], title));
			return transfer;
		},
		[name, content.toString("base64")]
	);
	const form = page.locator(".form-layout:visible");
	for (const event of ["dragenter", "dragover", "drop"])
		await form.dispatchEvent(event, { dataTransfer: data });
}

const main = (page) => page.locator(".page-container:visible .primary-action:visible");
const total = (page, outcome) => page.locator(`.kh-total[data-outcome="${outcome}"]:visible`);

async function check(page) {
	await main(page).click();
	await expect(page.locator(".kh-steps:visible .kh-now")).toContainText("Kiểm tra");
	await expect(page.locator(".kh-sentence:visible")).toBeVisible({ timeout: 40_000 });
	await expect(main(page)).not.toHaveText(/Kiểm tra/);
	await settle(page);
}

module.exports = { drop, main, total, check };
