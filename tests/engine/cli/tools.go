//go:build tools

// Package cli pins the Pulumi CLI that the engine tests run against.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
