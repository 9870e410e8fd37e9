import Testing

@Suite struct NetworksStubTests {}
