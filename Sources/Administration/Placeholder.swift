enum PlaceholderAdministration {}
