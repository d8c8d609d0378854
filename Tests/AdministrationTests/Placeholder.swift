import Testing
@Test func placeholderAdministration() {}
