// What is to do today, on a page of its own.
frappe.pages["kh-care-today"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Today's Care"), single_column: true });
};

frappe.pages["kh-care-today"].on_page_show = (wrapper) => {
	crm_khachhang.care.today($(wrapper).find(".layout-main-section"));
};
