package suite

import "fmt"

// noise is how far the base line may be from itself, run beside itself.
const noise = 0.05

// Quiet returns an error if the machine was too busy for its times to mean
// anything: if the base line, timed beside itself, is not as fast as itself. On
// loopback the server shares the processors, so only memory is asked.
func (r Results) Quiet() error {
	for _, t := range r.Memory {
		if len(t.Rows) == 0 {
			continue
		}
		base := t.Rows[0].Times.Ratio
		if base.Median < 1-noise || base.Median > 1+noise {
			return fmt.Errorf("the machine is too busy: in %q, %s needs %.2f times what it needs beside itself; -busy keeps the times all the same",
				t.Case.Name, t.Rows[0].Peer, base.Median)
		}
	}
	return nil
}
