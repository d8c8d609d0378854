import Testing
@Test func placeholderHotState() {}
