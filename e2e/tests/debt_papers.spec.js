const { test, expect, open, settle, field, picture } = require("../desk");

const CUSTOMER = "KH00035"; // owes since before today, and has paid a part

test.use({ as: "ketoan" });

const front = (page) => page.locator(".page-container:visible");
const sheet = (page) =>
	page.frameLocator(".print-format-container iframe, iframe.print-format-container");

async function opens(page, title) {
	await expect(front(page).locator(".title-text")).toHaveText(title);
	await expect(front(page).locator(".dt-row:not(.dt-row-header)").first()).toBeVisible();
	await settle(page);
}

async function pdf(page, values) {
	const words = new URLSearchParams({ no_letterhead: 1, ...values });
	const answer = await page.request.get(
		`/api/method/frappe.utils.print_format.download_pdf?${words}`
	);
	expect(answer.headers()["content-type"]).toBe("application/pdf");
	expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
}

async function payment(page) {
	const filters = JSON.stringify({ customer: CUSTOMER, payment_type: "Receive", docstatus: 1 });
	const words = new URLSearchParams({ filters });
	const answer = await page.request.get(`/api/resource/KH Debt Payment?${words}`);
	return (await answer.json()).data[0].name;
}

async function openLedger(page) {
	await open(page, "Form", "KH Customer", CUSTOMER);
	await page.getByRole("tab", { name: "Bán hàng và công nợ" }).click();
	const debts = field(front(page), "debt_html");
	await debts.getByRole("button", { name: "Sổ chi tiết công nợ" }).click();
	await opens(page, "Sổ chi tiết công nợ");
}

test("from the age of debts to the ledger of a customer", async ({ page }) => {
	await open(page, "query-report", "KH Debt Aging");
	await opens(page, "Tuổi nợ");
	const link = front(page).locator(`.dt-cell a[href$="${CUSTOMER}"]`);
	const name = await link.innerText();
	await link.click();
	await expect(front(page).locator(".title-text")).toHaveText(name);
	await openLedger(page);
	await expect(field(front(page), "customer").locator("input").first()).toHaveValue(name);
	for (const words of ["Số dư đầu kỳ", "Số dư cuối kỳ"])
		await expect(front(page).locator(".datatable")).toContainText(words);
	await picture(page, "so-chi-tiet-cong-no");
});

test("the ledger as Excel", async ({ page }) => {
	await openLedger(page);
	const [file] = await Promise.all([
		page.waitForEvent("download"),
		front(page).getByRole("button", { name: "Xuất Excel" }).click(),
	]);
	expect(file.suggestedFilename()).toBe("so-chi-tiet-cong-no.xlsx");
	const chunks = [];
	for await (const chunk of await file.createReadStream()) chunks.push(chunk);
	expect(Buffer.concat(chunks).subarray(0, 2).toString()).toBe("PK");
});

test("Excel of the ledger asks for a customer", async ({ page }) => {
	await open(page, "query-report", "KH Customer Statement");
	await page.evaluate(() => window.frappe.query_report.set_filter_value("customer", ""));
	await settle(page);
	await front(page).getByRole("button", { name: "Xuất Excel" }).click();
	await expect(page.locator(".desk-alert").last()).toContainText("Hãy chọn khách hàng.");
});

test("the debts of all customers in a period", async ({ page }) => {
	await open(page, "query-report", "KH Debt Summary");
	await opens(page, "Tổng hợp công nợ");
	await expect(front(page).locator(".report-summary")).toContainText("Số dư cuối kỳ");
	await picture(page, "tong-hop-cong-no");
});

test("ledger, letter and receipt as PDF", async ({ page }) => {
	for (const format of ["KH Debt Statement", "KH Debt Confirmation"])
		await pdf(page, { doctype: "KH Customer", name: CUSTOMER, format });
	const name = await payment(page);
	await pdf(page, { doctype: "KH Debt Payment", name, format: "KH Payment Receipt" });
});

test("a payment is printed as a receipt, with its amount in words", async ({ page }) => {
	await open(page, "print", "KH Debt Payment", await payment(page));
	await expect(sheet(page).locator(".kh-paper h1")).toHaveText("Phiếu thu");
	await expect(sheet(page).locator(".kh-paper")).toContainText(/Bằng chữ.* đồng/s);
	await picture(page, "phieu-thu");
});

test("the letter has a code that pays what is owed", async ({ page }) => {
	await open(page, "print", "KH Customer", CUSTOMER);
	await settle(page);
	const format = field(front(page), "print_format");
	await format.locator("input").first().fill("KH Debt Confirmation");
	await format.locator(".awesomplete :is(li, [role=option])").first().click();
	await expect(sheet(page).locator(".kh-paper h1")).toHaveText("Biên bản đối chiếu công nợ");
	await expect(sheet(page).getByAltText("VietQR")).toBeVisible();
	await picture(page, "bien-ban-doi-chieu");
});
