import Testing
@Test func placeholderSupervision() {}
