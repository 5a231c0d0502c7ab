"""Pure maths of consultations: plain numbers in, plain numbers out. No Flask, no database."""
