import Testing
@Test func placeholderPolling() {}
