// What `--help` of each verb shows below its options: examples, and the exit codes.
#pragma once

namespace harness::help {

inline constexpr auto examples =
    "Examples:\n"
    "  fedproof run                                 every bundled scenario, in virtual time\n"
    "  fedproof run sip/hello-out --on loopback     one story against fedproof-edge over real TLS\n"
    "  fedproof run failure/ --seed 7 -o out/seven  a folder of stories, replayable byte for byte\n"
    "  fedproof list requirements                   each requirement and the scenarios that judge it\n"
    "  fedproof lint my-story.xml                   is this file a scenario?\n"
    "  fedproof lint captured.sip                   would the edge take this message?\n"
    "  fedproof check fabrikam.com                  what is wrong with a partner, and who has to change "
    "what\n"
    "  fedproof explain 1009                        what a diagnostic, a requirement or a scenario means\n"
    "  fedproof edge --topology edge.xml            the reference edge as a server\n"
    "  fedproof report diff out/old out/new         what fails now and did not fail before\n"
    "  fedproof doctor                              what this machine lacks\n"
    "\n"
    "Selectors: an id (sip/hello-out), a folder (failure/), a clause (rfc3261/16.3), a file (x.xml), or what "
    "is\n"
    "not wanted (!failure/).\n";

inline constexpr auto run_examples =
    "Examples:\n"
    "  fedproof run sip/hello-out -v              one story\n"
    "  fedproof run rfc3261/16.3 '!failure/'      all that judge a clause, but none of a folder\n"
    "  fedproof run my-story.xml --on loopback    a file of your own, over real TLS sockets\n"
    "  fedproof run --shard 2/3 -o out/2          the second of three parts; `fedproof report merge` joins "
    "them\n"
    "  fedproof run sip/ --on target --target targets/kamailio/target.xml   somebody else's edge\n"
    "  fedproof run --repeat 20 --fail-fast -q    until the first failure, each time with another seed\n";

inline constexpr auto list_examples =
    "Examples:\n"
    "  fedproof list sip/                              what a folder holds\n"
    "  fedproof list --format names                    ids alone, for scripts\n"
    "  fedproof list requirements rfc3261/16.3         what a clause asks for, and what judges it\n"
    "  fedproof list requirements sip/hello-out        what a scenario judges\n"
    "  fedproof list requirements --format json        all of it, for programs\n";

inline constexpr auto lint_examples =
    "Examples:\n"
    "  fedproof lint my-story.xml edge.xml             a scenario and a topology\n"
    "  fedproof lint captured.sip                      a message, every byte as it came: lines end in CR LF\n"
    "  fedproof lint *.sip --format json               an array of verdicts\n"
    "Exit codes: 0 all accepted, 1 one is rejected, 2 one cannot be read.\n";

inline constexpr auto check_examples =
    "Examples:\n"
    "  fedproof check fabrikam.com                                      as far as it goes without a "
    "certificate\n"
    "  fedproof check fabrikam.com --cert edge.pem --key edge.key       whether the partner lets us in\n"
    "  fedproof check fabrikam.com --cert edge.pem --key edge.key \\\n"
    "      --as alice@contoso.com --user bob@fabrikam.com --message hello   presence and a message\n"
    "  fedproof check fabrikam.com --proxy edge.fabrikam.net            a partner that is pinned\n"
    "Exit codes: 0 healthy, 1 something the partner publishes is broken, 2 usage, 3 somebody did not answer "
    "or "
    "our\n"
    "certificate is missing, so the verdict is unknown, 130 and 143 interrupted.\n";

inline constexpr auto explain_examples =
    "Examples:\n"
    "  fedproof explain 1009                  a diagnostic id of ms-diagnostics\n"
    "  fedproof explain rfc3261/16.3/3        a requirement: what it says, who decides it, what judges it\n"
    "  fedproof explain sip/hello-out         a scenario as a story; --bytes shows what will be sent\n"
    "Exit codes: 0 explained, 2 nobody knows it.\n";

inline constexpr auto peer_example =
    "\n"
    "Example:\n"
    "  fedproof peer lync2013 --domain fabrikam.com --host-name sip.fabrikam.com --user bob \\\n"
    "      --listen 127.0.0.30:5061 --cert bob.pem --key bob.key --ca ca.pem \\\n"
    "      --next-hop 127.0.0.10:5061 --next-hop-name sip.contoso.com\n";

inline constexpr auto doctor_example =
    "Example:\n"
    "  fedproof doctor && fedproof run --on loopback\n"
    "Exit codes: 0 virtual and loopback mode work, 1 one of them does not.\n";

inline constexpr auto report_examples =
    "Examples:\n"
    "  fedproof report merge out/1 out/2 out/3 -o out/all     shards as one run; proves that none is "
    "missing\n"
    "  fedproof report diff out/yesterday out/today           what fails now and did not fail before\n"
    "  fedproof report convert out sip/ --report junit        a report once more, of a folder of stories\n";

inline constexpr auto merge_examples =
    "Examples:\n"
    "  fedproof run --shard 1/2 -o out/1    on one machine, and on another:\n"
    "  fedproof run --shard 2/2 -o out/2\n"
    "  fedproof report merge out/1 out/2 -o out/all\n"
    "Whole runs over loopback, with the same seed and selection, become rounds of one run.\n"
    "Exit codes: as of `run`; 2 when the parts do not belong together, 4 when a shard is missing or a "
    "scenario did\n"
    "not run, which are then named.\n";

inline constexpr auto diff_examples =
    "Example:\n"
    "  fedproof report diff out/yesterday out/today\n"
    "Exit codes: 0 nothing fails that did not fail before, 1 something does, 4 the newer run is not whole.\n";

inline constexpr auto convert_examples =
    "Examples:\n"
    "  fedproof report convert out --report junit,json          from the streams, without another run\n"
    "  fedproof report convert out failure/ --report pcapng -o captures-of-failures\n"
    "Selectors: an id (sip/hello-out), a folder (failure/), a clause (rfc3261/16.3), or what is not wanted "
    "(!failure/).\n";

inline constexpr auto exit_codes =
    "Exit codes: 0 all passed, 1 something failed, 2 usage, a bad file, or results that nobody takes from "
    "the standard output,\n3 a target did not come up or a partner did not answer, 4 inconclusive: a shard "
    "is missing or a target supports too "
    "little, 8 a bug in fedproof or lost results, 130 and 143 "
    "interrupted.";

}  // namespace harness::help
