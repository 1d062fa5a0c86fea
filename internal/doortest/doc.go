// Package doortest tests that the entry points of a client, "doors" here, give the
// same answer: how a call begins, which bounds it has, and how it ends. Its files
// without _test are the kit of the tests that stand apart from the root:
//
//	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
//		base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))
//		c := doortest.NewClient(t, outbound.WithMockTransport(base))
//		got, err := d.Call(t.Context(), c, doortest.Get())
//		…
//	})
package doortest
