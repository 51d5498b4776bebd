"""The room closed_form."""
