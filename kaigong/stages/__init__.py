"""How each stage is put together from the settings: one module per stage."""
