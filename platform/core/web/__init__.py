"""The web's edge: access rules, forms, errors, headers, health. Routes of features are thin because this is here."""
