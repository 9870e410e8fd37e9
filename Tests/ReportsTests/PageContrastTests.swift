import Foundation
import Reports
import Testing

/// Text colours against their backgrounds, read from the page's own style sheet.
@Suite struct PageContrastTests {
  @Test func everyTextColourIsReadableInBothThemes() throws {
    let html = try BuiltReport(RadarDemo(sampleCount: 0).builder()).html
    let themes = html.split(separator: "@media (prefers-color-scheme: dark)").prefix(2).map(String.init)
    #expect(themes.count == 2)
    for theme in themes {
      let paper = try colour("--paper", in: theme)
      for name in [
        "--ink", "--soft-ink", "--accent", "--good", "--warn", "--bad", "--series-1", "--series-2", "--series-3",
        "--series-4", "--series-5", "--series-6",
      ] {
        #expect(try colour(name, in: theme).contrast(with: paper) >= 4.5, "\(name)")
      }
      for background in ["--note", "--panel", "--action"] {
        #expect(
          try colour("--ink", in: theme).contrast(with: try colour(background, in: theme)) >= 4.5, "\(background)")
      }
    }
  }

  private func colour(_ name: String, in css: String) throws -> RGB {
    let start = try #require(css.range(of: "\(name): #"))
    let digits = css[start.upperBound...].prefix(6)
    let value = try #require(UInt32(digits, radix: 16))
    return RGB(UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255))
  }
}
