import Testing
@Test func placeholderDemoUpstream() {}
