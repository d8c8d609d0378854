import Testing
@Test func placeholderUpstream() {}
