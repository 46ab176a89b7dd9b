// The picker of dates in Vietnamese, which Frappe does not bring: without it the months are English.
const { language } = $.fn.datepicker || {};
const SHORT = ["CN", "T2", "T3", "T4", "T5", "T6", "T7"];
const numbered = (word) => Array.from({ length: 12 }, (_, month) => `${word}${month + 1}`);

if (language && !language.vi)
	language.vi = {
		days: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
		daysShort: SHORT,
		daysMin: SHORT,
		months: numbered("Tháng "),
		monthsShort: numbered("Th "),
		today: "Hôm nay",
		clear: "Xóa",
		dateFormat: "dd/mm/yyyy",
		timeFormat: "hh:ii",
		firstDay: 1,
	};
