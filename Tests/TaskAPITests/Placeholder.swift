import Testing
@Test func placeholderTaskAPI() {}
