internal import Radar
