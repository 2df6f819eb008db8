"""How the models are trained and how good and fast the stages are; nothing here is imported by the product."""
