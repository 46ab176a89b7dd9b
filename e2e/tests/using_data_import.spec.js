const { test, expect, open, settle, save, select, choose, picture } = require("../desk");

// Frappe gives its Data Import to system managers only; the app's own importer is for KH Manager.
test.use({ as: "Administrator" });

const ROWS = 60;

/** A clean file: the header of Frappe's own template in Vietnamese, and as many customers as rows are asked for. */
function cleanFile() {
	const rows = Array.from({ length: ROWS }, (_, at) => {
		const number = String(at).padStart(3, "0");
		return `Khách nhập khẩu ${number},Individual,0912345${number},nhap${number}@example.com`;
	});
	const text = ["Tên khách hàng,Loại khách hàng,Điện thoại,Email", ...rows].join("\n");
	return { name: "khach-hang-sach.csv", mimeType: "text/csv", buffer: Buffer.from(`${text}\n`) };
}

test("Frappe's Data Import takes a clean file, with its progress", async ({ page }) => {
	test.setTimeout(120_000);
	await open(page, "Form", "Data Import", "new-data-import-1");
	const form = page.locator(".page-container:visible .form-layout");
	await choose(page, form, "reference_doctype", "Khách hàng", /^\s*Khách hàng/);
	await select(form, "import_type", "Insert New Records");
	await save(page);
	await form.locator('[data-fieldname="import_file"] .btn-attach').click();
	await page.locator(".modal.show input[type=file]").first().setInputFiles(cleanFile());
	await page.locator(".modal.show .btn-modal-primary, .modal.show .btn-primary").last().click();
	await settle(page);
	await expect(form.locator('[data-fieldname="import_preview"]')).toContainText(
		"Khách nhập khẩu 000"
	);

	// The message comes over the realtime server, so it shows that progress reaches the browser.
	await page.evaluate(() => {
		window.seenProgress = [];
		window.frappe.realtime.on("data_import_progress", (data) =>
			window.seenProgress.push(data.current)
		);
	});
	await page.locator(".page-container:visible .primary-action").click();
	await expect(page.locator(".page-container:visible .page-head .indicator-pill")).toContainText(
		"Thành công",
		{
			timeout: 60_000,
		}
	);
	expect(await page.evaluate(() => window.seenProgress.length)).toBeGreaterThan(0);
	await picture(page, "nhap-du-lieu");
	const found = await page.request.get(
		'/api/method/frappe.client.get_count?doctype=KH Customer&filters=[["customer_name","like","Khách nhập khẩu%"]]'
	);
	expect((await found.json()).message).toBe(ROWS);
});
