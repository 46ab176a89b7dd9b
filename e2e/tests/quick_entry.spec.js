const {
	test,
	expect,
	open,
	settle,
	field,
	fill,
	select,
	choose,
	dialog,
	picture,
	read,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

test.beforeEach(async ({ page }) => {
	await open(page, "List", "KH Customer");
	await page.getByRole("button", { name: "Thêm Khách hàng" }).click();
	await expect(dialog(page)).toContainText("Khách hàng");
});

/** The customer that the list shows first, which is the one changed last. */
async function newest(page) {
	const answer = await page.request.get(
		'/api/resource/KH Customer?fields=["name","customer_name"]&order_by=creation desc&limit_page_length=1'
	);
	return read(page, "KH Customer", (await answer.json()).data[0].name);
}

test("an individual in one dialog", async ({ page }) => {
	await fill(dialog(page), "customer_name", "Nguyễn Thị Thử Nghiệm");
	await fill(dialog(page), "phone", "0168 234 5678");
	await choose(page, dialog(page), "customer_group", "KH bán lẻ");
	await picture(page, "them-nhanh");
	await dialog(page).locator(".btn-primary:visible").click();
	await settle(page);
	const customer = await newest(page);
	expect(customer.customer_name).toBe("Nguyễn Thị Thử Nghiệm");
	expect(customer.customer_type).toBe("Individual");
	expect(customer.phone).toBe("0168 234 5678");
	expect(customer.phone_e164).toBe("+84382345678");
	expect(customer.account_manager).toBe("kinhdoanh1@abc.example");
	expect(customer.name).toMatch(/^KH\d{5}$/);
});

test("an organization shows its own fields", async ({ page }) => {
	await expect(field(dialog(page), "founding_date")).toHaveCount(0);
	await select(dialog(page), "customer_type", "Organization");
	await fill(dialog(page), "customer_name", "Công ty TNHH Thử Nghiệm");
	await fill(dialog(page), "tax_code", "0100109106-001");
	await dialog(page).locator(".btn-primary:visible").click();
	await settle(page);
	const customer = await newest(page);
	expect(customer.customer_type).toBe("Organization");
	expect(customer.tax_code).toBe("0100109106-001");
});

test.describe("a wrong tax code", () => {
	test.use({ refusals: [417] });

	test("is refused with a reason in Vietnamese, and nothing is saved", async ({ page }) => {
		await select(dialog(page), "customer_type", "Organization");
		await fill(dialog(page), "customer_name", "Công ty Sai Mã Số Thuế");
		await fill(dialog(page), "tax_code", "0300588560");
		await dialog(page).locator(".btn-primary:visible").click();
		const message = page.locator(".modal.show .msgprint");
		await expect(message).toContainText("Mã số thuế");
		await expect(message).toContainText("Chữ số kiểm tra không đúng");
		await picture(page, "ma-so-thue-sai");
		const found = await page.request.get(
			'/api/resource/KH Customer?filters=[["customer_name","=","Công ty Sai Mã Số Thuế"]]'
		);
		expect((await found.json()).data).toEqual([]);
	});
});
