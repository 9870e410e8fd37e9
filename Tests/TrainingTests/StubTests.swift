import Testing

@Suite struct TrainingStubTests {}
