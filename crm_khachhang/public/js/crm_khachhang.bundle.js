// What must exist everywhere in the desk: the popup for new customers, and the dialogs of contacts and appointments.
import "./desk/appointment";
import "./desk/contact_dialog";
import "./desk/contact_rows";
import "./desk/customer_popup";
