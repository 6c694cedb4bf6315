package places

import "testing"

func TestRegions(t *testing.T) {
	for province, want := range map[uint8]Region{0: NoRegion, 1: North, 37: North, 38: Centre, 68: Centre, 70: South, 96: South} {
		if got := RegionOf(province); got != want {
			t.Errorf("province %d lies in region %d, want %d", province, got, want)
		}
	}
}
