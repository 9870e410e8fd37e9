import Networks
import Testing

@Suite struct ArchitectureFormsTests {
  @Test func theUsualRadarConv3DHasTheParametersItsDocumentationSays() throws {
    #expect(try RadarConv3D().specification().parameterCount == 73_703)
  }
}
