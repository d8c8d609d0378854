import Testing
@Test func placeholderFastCGI() {}
