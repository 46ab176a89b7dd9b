const {
	test,
	expect,
	openCustomers,
	settle,
	select,
	dialog,
	picture,
	person,
} = require("../desk");

const FILTER = "Khách chưa mua 60 ngày";

test.describe("the leader of a team", () => {
	test.use({ as: "kinhdoanh1" });

	test("keeps a filter for the team", async ({ page, request }) => {
		await request.post("/api/method/login", {
			form: { usr: person("quanly").email, pwd: person("quanly").password },
		});
		const team = await request.post("/api/resource/KH Sales Team", {
			data: {
				team_name: "Đội Bắc",
				leader: person("kinhdoanh1").email,
				members: [{ user: person("kinhdoanh2").email }],
			},
		});
		expect(team.ok(), await team.text()).toBeTruthy();

		await openCustomers(page);
		await select(page.locator(".standard-filter-section:visible"), "last_purchase_date", "60");
		await settle(page);
		await page.getByRole("button", { name: "Lưu bộ lọc" }).click();
		await dialog(page).locator('[data-fieldname="filter_name"] input').fill(FILTER);
		await dialog(page)
			.locator('[data-fieldname="shared_with"] select')
			.selectOption({ label: "Đội Bắc (cả đội)" });
		await picture(page, "luu-bo-loc");
		await dialog(page).getByRole("button", { name: "Lưu", exact: true }).click();
		await expect(page.locator(".filter-pill:visible")).toContainText([FILTER]);
	});
});

test.describe("a member of the team", () => {
	test.use({ as: "kinhdoanh2" });

	test("finds it and uses it", async ({ page }) => {
		await openCustomers(page, "kinhdoanh2");
		// The desk reads saved filters when it starts; this page was open before the leader kept hers.
		await page.reload();
		await page
			.locator(".filter-pill:visible", { hasText: FILTER })
			.locator(".filter-name")
			.click();
		await settle(page);
		await expect(page).toHaveURL(/last_purchase_date/);
	});
});

test.describe("somebody else", () => {
	test.use({ as: "xem" });

	test("does not see it", async ({ page }) => {
		await openCustomers(page);
		await expect(page.locator(".filter-pill")).toHaveCount(0);
	});
});
