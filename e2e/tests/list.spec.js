const {
	test,
	expect,
	open,
	openCustomers,
	settle,
	fill,
	select,
	dialog,
	picture,
} = require("../desk");

test.use({ as: "kinhdoanh1" });

const head = (page) => page.locator(".list-row-head:visible");
const rows = (page) => page.locator(".list-row-container .list-row:visible");
const tab = (page, name) => page.getByRole("tab", { name, exact: true });
const filters = (page) => page.locator(".standard-filter-section:visible");
const menu = (page) => page.getByRole("menu");

test.beforeEach(async ({ page }) => {
	await openCustomers(page);
});

test("the list speaks Vietnamese and shows who, how and whose", async ({ page }) => {
	for (const label of ["Tên khách hàng", "Điện thoại", "Phân cấp", "Chủ sở hữu"]) {
		await expect(head(page)).toContainText(label);
	}
	await expect(page.locator(".list-row:visible .indicator-pill.green").first()).toBeVisible();
	await picture(page, "danh-sach");
});

test("a tab leaves organizations only, is in the address, and is left again", async ({ page }) => {
	await tab(page, "Tổ chức").click();
	await settle(page);
	await expect(tab(page, "Tổ chức")).toHaveAttribute("aria-selected", "true");
	await expect(
		page.locator(".result:visible").getByText("Công ty Cổ phần Đầu tư Nam Long")
	).toBeVisible();
	await expect(page).toHaveURL(/customer_type=Organization/);
	await page.reload();
	await settle(page);
	await expect(tab(page, "Tổ chức")).toHaveAttribute("aria-selected", "true");
	await tab(page, "Tất cả khách hàng").click();
	await settle(page);
	await expect(page).not.toHaveURL(/customer_type/);
});

test("a new customer starts with the type of the tab", async ({ page }) => {
	await tab(page, "Tổ chức").click();
	await settle(page);
	await page.getByRole("button", { name: "Thêm Khách hàng" }).click();
	await expect(
		dialog(page).locator('[data-fieldname="customer_type"] select').first()
	).toHaveValue("Organization");
	await dialog(page).locator(".btn-modal-close").first().click();
});

test("a click on a column sorts by it, a second one the other way round", async ({ page }) => {
	const code = head(page).getByRole("button", { name: "Mã khách hàng" });
	await code.click();
	await settle(page);
	await expect(code.locator("..")).toHaveAttribute("aria-sort", "ascending");
	const first = await rows(page).first().locator(".kh-row-menu").getAttribute("data-kh-name");
	// Frappe asks once a second at most.
	await page.waitForTimeout(1100);
	await code.click();
	await settle(page);
	await expect(code.locator("..")).toHaveAttribute("aria-sort", "descending");
	await expect(rows(page).first().locator(".kh-row-menu")).not.toHaveAttribute(
		"data-kh-name",
		first
	);
});

test("a right click says what one may do; arrows move, Escape closes", async ({ page }) => {
	await rows(page)
		.nth(1)
		.click({ button: "right", position: { x: 300, y: 15 } });
	await expect(menu(page).getByRole("menuitem", { name: "Mở", exact: true })).toBeFocused();
	await expect(menu(page)).toContainText("Giao việc");
	// A sales user does not delete.
	await expect(menu(page)).not.toContainText("Xóa");
	await page.keyboard.press("ArrowDown");
	await expect(menu(page).getByRole("menuitem", { name: "Mở trong thẻ mới" })).toBeFocused();
	await picture(page, "trinh-don-chuot-phai");
	await page.keyboard.press("Escape");
	await expect(menu(page)).toHaveCount(0);
});

test("the menu comes from the keyboard and from the button as well", async ({ page }) => {
	await page.locator(".list-row-container:visible").nth(1).focus();
	await page.keyboard.press("Shift+F10");
	await expect(menu(page)).toBeVisible();
	await page.keyboard.press("Escape");
	await rows(page).first().locator(".kh-row-menu").click();
	await menu(page).getByRole("menuitem", { name: "Mở", exact: true }).click();
	await expect(page).toHaveURL(/kh-customer\/KH/);
});

test("no purchase for 60 days finds who never bought, and stays after a reload", async ({
	page,
}) => {
	await select(filters(page), "last_purchase_date", "60");
	await settle(page);
	await expect(rows(page).first()).toBeVisible();
	await page.reload();
	await settle(page);
	await expect(
		filters(page).locator('[data-fieldname="last_purchase_date"] select')
	).toHaveValue("60");
});

test("a search by a part of the name, without accents", async ({ page }) => {
	await fill(filters(page), "customer_name", "hoang kim cuong");
	await settle(page);
	await expect(page.locator(".list-row:visible .list-subject").first()).toContainText(
		"Hoàng Kim Cường"
	);
});

test("nothing found says so, in Vietnamese", async ({ page }) => {
	await fill(filters(page), "customer_name", "không có ai tên này");
	await expect(page.locator(".no-result:visible").first()).toContainText(
		"Không có Khách hàng nào khớp với bộ lọc"
	);
});

test("dragging on the kanban board is shown in Vietnamese, its columns are the statuses", async ({
	page,
}) => {
	await open(page, "List", "KH Customer", "Kanban", "KH Customers by Status");
	const columns = page.locator(".kanban-column-title:visible");
	await expect(columns).toHaveText([/Tiềm năng/, /Hoạt động/, /Ngừng hoạt động/]);
	await expect(page.locator(".kanban-card:visible").first()).toContainText("Mã khách hàng");
	await picture(page, "kanban");
});
