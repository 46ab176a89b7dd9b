"""Care of customers: appointments, and when a customer was and will be cared for."""
