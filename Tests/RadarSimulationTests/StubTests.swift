import Testing

@Suite struct RadarSimulationStubTests {}
