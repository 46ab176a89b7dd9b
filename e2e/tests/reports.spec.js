const { test, expect, open, settle, dialog, picture } = require("../desk");

const REPORTS = {
	"KH Care by Person": "Chăm sóc theo nhân viên",
	"KH Customers Without Care": "Khách hàng chưa được chăm sóc",
	"KH Care Outcomes": "Kết quả chăm sóc theo loại",
	"KH Debt Aging": "Tuổi nợ",
	"KH Customer Statement": "Sổ chi tiết công nợ",
	"KH Debt Summary": "Tổng hợp công nợ",
	"KH Debt Collections": "Thu nợ theo kỳ và người",
	"KH Debt Forecast": "Dự thu theo tuần",
};

for (const as of ["quanly", "kinhdoanh1"])
	test.describe(as, () => {
		test.use({ as });
		for (const [name, title] of Object.entries(REPORTS))
			test(`opens ${title}`, async ({ page }) => {
				await open(page, "query-report", name);
				await expect(page.locator(".page-container:visible .title-text")).toHaveText(
					title
				);
				const shown = page.locator(
					".page-container:visible :is(.datatable, .report-wrapper .msg-box, .report-wrapper .no-result, .page-form)"
				);
				await expect(shown.first()).toBeVisible();
				await settle(page);
				// A chart that is still being drawn when its page is left complains in the console.
				if (await page.locator("svg.frappe-chart:visible").count())
					await page.waitForTimeout(1500);
				// The row of sums speaks Vietnamese, where the report has one.
				const sums = page.locator(".page-container:visible .dt-row-totalRow");
				await expect(sums.filter({ hasText: "Total" })).toHaveCount(0);
				if (as === "quanly" && name === "KH Debt Aging") await picture(page, "tuoi-no");
			});
	});

test.describe("a calendar of one's own", () => {
	test.use({ as: "kinhdoanh1" });

	test("has an address that can be made and stopped", async ({ page }) => {
		await open(page, "List", "KH Care Schedule", "List");
		await page.evaluate(() => window.crm_khachhang.care.show_feed());
		await dialog(page).getByRole("button", { name: "Tạo địa chỉ" }).click();
		const address = dialog(page).locator(".kh-feed-address");
		await expect(address).toHaveValue(/^https?:\/\/.+token=/);
		await picture(page, "lich-dien-thoai");
		const url = await address.inputValue();
		const path = new URL(url).pathname + new URL(url).search;
		const answer = await page.request.get(path);
		expect(await answer.text()).toContain("BEGIN:VCALENDAR");
		await dialog(page).getByRole("button", { name: "Ngừng chia sẻ lịch này" }).click();
		await page.waitForTimeout(500); // a dialog that is still opening does not close
		await page.locator(".modal.show").last().locator(".btn-primary:visible").click();
		await expect(page.locator(".kh-feed-address")).toHaveCount(0);
		expect((await page.request.get(path)).ok()).toBeFalsy();
	});
});
