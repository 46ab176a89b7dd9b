// Imports of customers in the whole desk: who may, where they begin, and that nobody else is offered any.
frappe.provide("crm_khachhang.imports");

const IMPORT = "KH Import";
const API = "crm_khachhang.importing.api.";

crm_khachhang.imports.may = () => Boolean(frappe.boot.crm_khachhang?.may_import);

crm_khachhang.imports.begin = () => frappe.new_doc(IMPORT);

$(document).on("click", ".kh-begin-import", crm_khachhang.imports.begin);

crm_khachhang.imports.download_template = () =>
	window.open_url_post(`/api/method/${API}download_template`, {}, true);

/** Whoever may not import reads so instead of a page that refuses everything. */
crm_khachhang.imports.is_refused = () => {
	if (crm_khachhang.imports.may()) return false;
	frappe.show_message_page({
		page_name: "kh-import-refused",
		message: __("Your role does not import customers. Ask a KH Manager for it."),
		img: "/assets/frappe/images/ui/bubble-tea-sorry.svg",
	});
	return true;
};

// The workspace goes by the rights of roles on imports; who may import is said by the right on customers.
{
	const { links } = frappe.widget.widget_factory;
	const { set_body } = links.prototype;

	links.prototype.set_body = function () {
		if (!crm_khachhang.imports.may() && !this.in_customize_mode)
			this.links = this.links.filter(({ link_to }) => link_to !== IMPORT);
		set_body.call(this);
	};
}
