import Testing

@Suite struct FourierStubTests {}
