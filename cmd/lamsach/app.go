package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"lamsach/internal/strict"
	"lamsach/jobs"
)

// app is what the commands share: where to speak, and in which voice.
type app struct {
	out, errs io.Writer // JSON and asked-for help; text and progress
	json      bool
	profile   string // file for a CPU profile
}

func newApp(out, errs io.Writer) *app { return &app{out: out, errs: errs} }

const helpText = `lamsach cleans files about persons and links every row to the population register.

Usage:
  lamsach demo      [--people N] [--rows N] [--seed S] [--dir DIR]
  lamsach synth     register --people N --seed S --out DIR [--years FROM-TO]
  lamsach synth     inputs --register DIR --dataset NAME --rows N --seed S --mix NAME --out DIR
  lamsach register  build --input PATTERN... --out SNAPSHOT [--dataset FILE]
  lamsach register  update --base SNAPSHOT --input PATTERN... --out SNAPSHOT
  lamsach register  info|verify SNAPSHOT | export SNAPSHOT --out DIR
  lamsach schemas   list | show NAME | detect FILE | addresses FILE [--out CSV]
  lamsach check     JOB             what a job would do, and all that is wrong with it
  lamsach run       JOB [--workers N]   do it and publish
  lamsach explain   OUTPUT --row N [--file NAME]   why a row was answered as it was
  lamsach replay    OUTPUT [--sample N]   link rows of a run again: the same, bit for bit?
  lamsach evaluate  OUTPUT --truth FILE   how right it is, held against truth or labels
  lamsach train     JOB --out MODEL [--truth FILE] [--rows N]   estimate a model for its files
  lamsach report    OUTPUT          write the report of a run again
  lamsach gc        OUTPUT --older 7d [--dry-run]   remove what runs left unpublished
  lamsach version

Every command has --help, and --json: one JSON object per line on standard output.
Text for people and progress go to standard error.

Exit codes: 0 done · 1 internal fault · 2 wrong usage or job file · 3 nothing
published because of what was given · 4 published, but someone must look ·
5 storage or another passing fault: try again · 130 interrupted: run it again

Example:
  lamsach register build --input 'register/*.parquet' --out people.snapshot
  lamsach check job.yaml && lamsach run job.yaml
`

// execute runs the command that the arguments name and says what went wrong.
func (a *app) execute(ctx context.Context, args []string) jobs.Exit {
	root := a.root()
	root.SetArgs(spread(args))
	err := root.ExecuteContext(ctx)
	pprof.StopCPUProfile()
	code := jobs.ExitOf(err)
	if err == nil {
		return code
	}
	var done *exitCode
	if errors.As(err, &done) {
		return done.code
	}
	if a.json || wantsJSON(args) {
		a.say(jobs.Event{Event: jobs.EventFailed, Message: err.Error(), Exit: &code})
	}
	a.complain(err, code)
	return code
}

// complain says on standard error what went wrong and what to do.
func (a *app) complain(err error, code jobs.Exit) {
	text := err.Error()
	if code == jobs.ExitInterrupted {
		text = "interrupted; the same command goes on where this one ended"
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		fmt.Fprintf(a.errs, "lamsach: %s\n", line)
	}
	if code == jobs.ExitStorage {
		fmt.Fprintln(a.errs, "lamsach: this may pass: run the same command again")
	}
}

// startProfile begins a CPU profile if one was asked for; it ends with the program.
func (a *app) startProfile() error {
	if a.profile == "" {
		return nil
	}
	f, err := os.Create(a.profile)
	if err != nil {
		return jobs.PlainFault(err)
	}
	return pprof.StartCPUProfile(f)
}

// exitCode ends a command that has said everything with a code.
type exitCode struct{ code jobs.Exit }

func (e *exitCode) Error() string { return fmt.Sprintf("exit %d", e.code) }

// exit is nil for a code of 0.
func exit(code jobs.Exit) error {
	if code == jobs.ExitPublished {
		return nil
	}
	return &exitCode{code}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "lamsach", SilenceErrors: true, SilenceUsage: true,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknown("command", args[0], names(cmd))
			}
			fmt.Fprint(a.errs, helpText)
			return exit(jobs.ExitUsage)
		},
	}
	root.SetOut(a.out)
	root.SetErr(a.errs)
	root.PersistentFlags().BoolVar(&a.json, "json", false, "one JSON object per line on standard output")
	root.PersistentFlags().StringVar(&a.profile, "cpuprofile", "", "write a CPU profile to a file")
	_ = root.PersistentFlags().MarkHidden("cpuprofile")
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.startProfile() }
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if cmd == root {
			fmt.Fprint(a.out, helpText)
			return
		}
		help(cmd, args)
	})
	root.AddCommand(a.demo(), a.synth(), a.register(), a.schemas(), a.check(), a.run(), a.explain(), a.replay(), a.evaluate(), a.train(), a.report(), a.gc(), a.version())
	return root
}

// group is a command that only holds others.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{
		Use: use, Short: short, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknown(use+" command", args[0], names(cmd))
			}
			return jobs.Usage(fmt.Errorf("%s needs one of %s; see lamsach %s --help", use, strings.Join(names(cmd), ", "), use))
		},
	}
	g.AddCommand(commands...)
	return g
}

func names(cmd *cobra.Command) []string {
	var out []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			out = append(out, c.Name())
		}
	}
	return out
}

// unknown is the error of a word that is none of the known ones.
func unknown(what, word string, known []string) error {
	near := "known are " + strings.Join(known, ", ")
	if w := strict.Nearest(word, known); w != "" {
		near = "did you mean " + w + "?"
	}
	return jobs.Usage(fmt.Errorf("unknown %s %q; %s", what, word, near))
}

// flagError is wrong usage, with the flag that was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	if _, word, ok := strings.Cut(text, "unknown flag: --"); ok {
		return unknown("flag", word, flagNames(cmd))
	}
	return jobs.Usage(fmt.Errorf("%s; see %s --help", text, cmd.CommandPath()))
}

// args checks the number of arguments and says what they are.
func args(want ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, got []string) error {
		switch {
		case len(got) < len(want):
			return jobs.Usage(fmt.Errorf("%s is missing: %s %s", want[len(got)], cmd.CommandPath(), strings.Join(want, " ")))
		case len(got) > len(want):
			return jobs.Usage(fmt.Errorf("%q is one argument too many: %s %s", got[len(want)], cmd.CommandPath(), strings.Join(want, " ")))
		}
		return nil
	}
}

// need says which flags are missing.
func need(cmd *cobra.Command, flags ...string) error {
	for _, name := range flags {
		if !cmd.Flags().Changed(name) {
			return jobs.Usage(fmt.Errorf("--%s is missing; see %s --help", name, cmd.CommandPath()))
		}
	}
	return nil
}

// say writes one JSON object on standard output.
func (a *app) say(v any) { _ = json.NewEncoder(a.out).Encode(v) }

// tell writes a result: as JSON, or as text for people.
func (a *app) tell(v interface{ WriteText(io.Writer) }) {
	if a.json {
		a.say(v)
		return
	}
	v.WriteText(a.errs)
}

// voice is how progress is told.
func (a *app) voice() jobs.Voice {
	f, ok := a.errs.(*os.File)
	return jobs.NewVoice(a.json, a.out, a.errs, ok && term.IsTerminal(int(f.Fd())))
}

// wantsJSON says whether JSON was asked for by arguments that were not parsed.
func wantsJSON(args []string) bool {
	for _, arg := range args {
		if arg == "--json" || arg == "--json=true" {
			return true
		}
	}
	return false
}

// spread lets --input and --truth take several patterns after one flag, as a
// shell leaves them: --input a b becomes --input a --input b.
func spread(args []string) []string {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		out = append(out, args[i])
		flag := args[i]
		if flag != "--input" && flag != "--truth" {
			continue
		}
		for first := true; i+1 < len(args) && !strings.HasPrefix(args[i+1], "-"); first = false {
			if !first {
				out = append(out, flag)
			}
			i++
			out = append(out, args[i])
		}
	}
	return out
}

// flagNames are the flags of a command.
func flagNames(cmd *cobra.Command) []string {
	var out []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { out = append(out, f.Name) })
	return out
}
