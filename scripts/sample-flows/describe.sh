# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# The second half of make-sample-flows, sourced by it: from the captures to expected/, history/, planted.csv, the
# PROVENANCE.md files and README.md. Runs on captures alone, so it can be repeated without new traffic:
#
#   source scripts/sample-flows/describe.sh; describe DIR COMMANDS START_MS scripts/sample-flows

declare -A shows=(
  [softflowd-v5]="NetFlow v5: IPv4 only, times relative to the uptime in the header."
  [softflowd-v9]="NetFlow v9 with IPv4 and IPv6: four templates, an options template, options data with a sampling interval of 1. softflowd counts data records only in the header, so a reader that takes the count for a number of sets loses flows (tshark 4.0.17 does)."
  [softflowd-ipfix]="IPFIX with absolute times (flowStartMilliseconds, flowEndMilliseconds), IPv4 and IPv6."
  [softflowd-ipfix-uptime]="IPFIX with flowStartSysUpTime and flowEndSysUpTime; the start of the system (systemInitTimeMilliseconds) comes in options data. nfcapd 1.7.1 swaps start and end of these: flows with last < first, as old archives have them."
  [softflowd-ipfix-biflow]="IPFIX biflows: both directions in one record, the reverse counters as RFC 5103 elements (PEN 29305). nfcapd 1.7.1 keeps the forward direction only."
  [softflowd-v9-sampled]="NetFlow v9, every 5th packet: the sampling rate is in options data (element 34), the counters are those of the sample. nfcapd 1.7.1 stores them as they are. Absence proves nothing here."
  [softflowd-v5-sampled]="NetFlow v5, every 5th packet: mode and interval in the header. The pcap has the counters of the sample, nfcapd multiplied them by 5 and marked them as sampled."
  [softflowd-v9-late-template]="The datagrams of softflowd-v9 without the first ones: tcpdump was started after the exporter's first datagram, which carries the templates, had passed; softflowd repeats them every 16 datagrams. The file begins with data sets, their templates come later."
  [pmacct-v9]="NetFlow v9 by a second make of exporter (pmacctd, nfprobe plugin, source id 7), which watches the outer side of the router: other templates under the same ids as softflowd's, and no packets that the router dropped. nfcapd 1.7.1 does not find the ICMP type and code of its records (port 0), tshark does."
  [pmacct-ipfix]="IPFIX by pmacctd's nfprobe plugin, observation domain 9, from the outer side of the router."
  [ulogd-ipfix-tcp]="IPFIX over TCP: the kernel's own connection tracking, sent by ulogd when a connection is forgotten. One direction (of the client) in one record, total counts instead of delta counts, whole seconds, no TCP flags, IPv4 only. The collector asks for segments of 300 octets (the capture saw the messages before they were cut); sequence numbers that already count the message's own records."
  [softflowd-v1]="NetFlow v1 of the recorded traffic: IPv4 only, 52-byte records, no sequence numbers, no engine."
  [fprobe-v7]="NetFlow v7 by fprobe, a third make of exporter, of the recorded traffic: IPv4 only. Its uptime says nothing true, the times that follow from it are right; ICMP type and code are in the two port fields instead of one."
  [softflowd-v9-fragments]="NetFlow v9 over a link with an MTU of 576: the kernel sends each large datagram in up to three IPv4 fragments."
  [softflowd-ipfix-fragments6]="IPFIX from an exporter on IPv6, over a link with an MTU of 1280: the kernel sends large datagrams in two IPv6 fragments."
  [softflowd-ipfix-tcp]="IPFIX over TCP, segments of 488 bytes: messages begin and end anywhere in them. flows.ipfix is what the collector received, as it came: an IPFIX file."
  [softflowd-ipfix-sll]="IPFIX, captured on all interfaces: Linux cooked capture (SLL)."
  [softflowd-v5-sll2]="NetFlow v5, captured on all interfaces: Linux cooked capture v2 (SLL2)."
  [argus]="Argus' records of the recorded traffic as text (ra -c ,), epoch times: both directions in one record, octets with the link layer's, ARP among them, no TCP flags."
  [two-exporters]="softflowd (10.99.0.1, source id 0) and pmacctd (10.99.0.3, source id 7) in one capture, both NetFlow v9, both with template 1024, of different layout. Nearly every flow is reported twice."
)

version_of() { dpkg-query -W -f '${Package} ${Version}\n' "$@"; }

describe_argus() { # describe_argus DIR COMMANDS
  cat >"$1/argus/PROVENANCE.md" <<END
# argus

${shows[argus]}

Made by \`scripts/sample-flows/convert\` from \`../traffic/\`. Tools (Debian packages): $(version_of argus-server argus-client | paste -sd, | sed 's/,/, /g')

Commands:

$(sed 's/^/    /' "$2/argus")

| file | SHA-256 | flows of IP | expected flows |
|---|---|---|---|
| \`flows.csv\` | \`$(sha256 "$1/argus/flows.csv")\` | $(($(wc -l <"$1/expected/argus/flows.csv") - 1)) | \`expected/argus/flows.csv\` |
END
}

describe_traffic() { # describe_traffic DIR COMMANDS
  cat >"$1/traffic/PROVENANCE.md" <<END
# traffic

What the exporters saw: the headers of the packets on the inner side of the router, without the stream that only keeps
exporters busy (\`media.py\`). No flow export is in it. \`scripts/sample-flows/convert\` lets other exporters see it again.

Tools (Debian packages): $(version_of tcpdump wireshark-common xz-utils | paste -sd, | sed 's/,/, /g')

Commands (rt: the router):

$(sed 's/^/    /' "$2/traffic")

| file | SHA-256 | packets |
|---|---|---|
| \`traffic.pcap.xz\` | \`$(sha256 "$1/traffic/traffic.pcap.xz")\` | $(xz -dc "$1/traffic/traffic.pcap.xz" | tcpdump -nr - 2>/dev/null | wc -l) |
END
}

describe() { # describe DIR COMMANDS START_MS SCRIPTS
  local dir=$1 commands=$2 start=$3 scripts=$4 folder file name options expected agreement pipe visits
  for folder in "$dir"/*/flows.pcap; do
    folder=${folder%/flows.pcap}; name=${folder##*/}; expected=$dir/expected/$name
    rm -rf "$expected"; mkdir -p "$expected"
    options=(); [[ $name != *late-template ]] || options=(-2)
    python3 "$scripts/flows_of_pcap.py" "$folder/flows.pcap" "${options[@]}" >"$expected/flows.pcap.csv"
  done
  for folder in "$dir"/*/flows.pcap; do
    folder=${folder%/flows.pcap}; name=${folder##*/}; expected=$dir/expected/$name
    options=(); [[ $name != *late-template ]] || options=(-2)
    {
      printf '# %s\n\n%s\n\n' "$name" "${shows[$name]}"
      if grep -q '^exporter#' "$commands/$name" 2>/dev/null; then
        printf 'Made by `scripts/sample-flows/convert`: a real exporter reads the traffic recorded in `../traffic/` and sends what it saw to a\n'
        printf 'collector in another network namespace, where tcpdump runs.\n\nTools (Debian packages): '
        version_of softflowd fprobe tcpdump tshark socat iproute2 | paste -sd, | sed 's/,/, /g'
        printf '\nCommands:\n\n'
      else
        printf 'Made by `scripts/make-sample-flows` (which draws the network), real exporters on real traffic in network namespaces; capture\nstarted %s. ' \
          "$(date -u -d "@${start%000}" '+%Y-%m-%d %H:%M:%S UTC')"
        printf 'Miners and pools are our own scripts (`scripts/sample-flows/miners.py`, `pool_server.py`); the nodes\nare litecoind and monerod in regtest, web, DNS and ssh are nginx, dnsmasq, OpenSSH.\n\n'
        printf 'Tools (Debian packages): '
        version_of softflowd pmacct ulogd2 nfdump tcpdump tshark litecoind monero nginx dnsmasq-base openssh-server | paste -sd, | sed 's/,/, /g'
        printf '\nCommands (rt: the router, col: the collector):\n\n'
      fi
      if [[ $name == softflowd-v9-late-template || $name == two-exporters ]]; then
        printf '    (exporters: see softflowd-v9%s)\n' "$([[ $name == two-exporters ]] && echo ' and pmacct-v9')"
      fi
      [[ ! -f $commands/$name ]] || sed 's/^/    /' "$commands/$name"
      printf '\n| file | SHA-256 | flows | expected flows |\n|---|---|---|---|\n'
      printf '| `flows.pcap` | `%s` | %s (tshark%s) | `expected/%s/flows.pcap.csv` |\n' "$(sha256 "$folder/flows.pcap")" \
        "$(($(wc -l <"$expected/flows.pcap.csv") - 1))" "${options[*]:+ ${options[*]}}" "$name"
      if [[ -f $folder/flows.ipfix ]]; then
        printf '| `flows.ipfix` | `%s` | the same | the same |\n' "$(sha256 "$folder/flows.ipfix")"
      fi
      agreement=
      for file in "$folder"/*.nfcapd; do
        [[ -f $file ]] || continue
        pipe=$expected/flows.nfcapd.pipe
        nfdump -r "$file" -q -o pipe >"$pipe.new"
        if [[ -f $pipe ]]; then cmp "$pipe" "$pipe.new" >&2; fi
        mv "$pipe.new" "$pipe"
        printf '| `%s` | `%s` | %s (nfdump; %s) | `expected/%s/flows.nfcapd.pipe` |\n' "${file##*/}" "$(sha256 "$file")" \
          "$(wc -l <"$pipe")" "$(nfdump -v "$file" 2>&1 | sed -n 's/^Version *: *\(.*\)$/layout \1/p')" \
          "$name"
        agreement+="$(printf '%s: ' "${file##*/}"; python3 "$scripts/compare_flows.py" "$expected/flows.pcap.csv" "$pipe")"$'\n'
      done
      printf '\nThe table of the pcap: `python3 scripts/sample-flows/flows_of_pcap.py flows.pcap%s`.' "${options[*]:+ ${options[*]}}"
      if [[ -n $agreement ]]; then
        printf ' The table of an nfcapd file:\n`nfdump -r FILE -q -o pipe`. The two against each other (`compare_flows.py`: addresses, ports, protocol, counters, times):\n\n'
        sed '/^$/d; s/^/    /' <<<"$agreement"
      else
        printf '\n'
      fi
      if [[ $name == *late-template ]]; then
        # The same datagrams as softflowd-v9 but for the first: so must be the flows.
        diff <(cut -d, -f1-9 "$expected/flows.pcap.csv" | tail -n +2) \
          <(cut -d, -f1-9 "$dir/expected/softflowd-v9/flows.pcap.csv" | tail -n "$(($(wc -l <"$expected/flows.pcap.csv") - 1))") >&2
        printf '\nThe flows are the last ones of softflowd-v9, which `make-sample-flows` checks. In one pass tshark decodes %s flows; `-2` (two passes) decodes all.\n' \
          "$(($(python3 "$scripts/flows_of_pcap.py" "$folder/flows.pcap" 2>/dev/null | wc -l) - 1))"
      fi
    } >"$folder/PROVENANCE.new"
    # Of a folder that was not made in this run nobody knows the commands: what is written about it stays.
    if [[ -f $commands/$name ]]; then mv "$folder/PROVENANCE.new" "$folder/PROVENANCE.md"; else rm "$folder/PROVENANCE.new"; fi
  done
  [[ ! -f $commands/argus ]] || describe_argus "$dir" "$commands"
  [[ ! -f $commands/traffic ]] || describe_traffic "$dir" "$commands"

  mkdir -p "$dir/history"
  python3 "$scripts/history.py" "$start" "$dir/history"
  python3 "$scripts/plant.py" "$dir/history/observations.csv" "$dir/expected" "$dir/prober/visits.ndjson" >"$dir/planted.csv" \
    || { echo "describe: planted.csv does not say what was intended" >&2; return 1; }
  cat >"$dir/history/PROVENANCE.md" <<END
# history

**Synthetic.** Nobody made these visits. \`observations.csv\` and \`catalog.csv\` are computed, without chance, by

    python3 scripts/sample-flows/history.py $start DIR

from the start of the capture ($start ms), so that the capture falls into the situations that \`planted.csv\` names: sweeps every
3 h from ten days before to two days after, the nearest one hour before the capture and two hours after. A second vantage
watches one endpoint. The real visits of \`prober/\` are not among them. Where nothing was connected, \`channel\` is PLAIN and \`dialogue\` NONE.

| file | rows | SHA-256 |
|---|---|---|
| \`observations.csv\` | $(($(wc -l <"$dir/history/observations.csv") - 1)) | \`$(sha256 "$dir/history/observations.csv")\` |
| \`catalog.csv\` | $(($(wc -l <"$dir/history/catalog.csv") - 1)) | \`$(sha256 "$dir/history/catalog.csv")\` |
END
  visits=$(python3 "$scripts/visits_table.py" "$dir/prober/visits.ndjson")
  cat >"$dir/prober/PROVENANCE.md" <<END
# prober

What our own prober found when it visited some of the planted endpoints while the captures ran. Unlike \`history/\` these visits
are **real**, and no windows are built from them: they would change the situations that \`planted.csv\` is about. They show
two things. In the captures 10.20.0.30 (2001:db8:20::30) is a client of these endpoints, and \`planted.csv\` names it there: what
it makes are connections to a pool, which a matcher labels; whose they are, the address tells. And here stands what the
prober says of services whose nature is known: pools and nodes are UP, a closed port is DOWN although the history has it UP
an hour before, a web server and a JSON-RPC service that is no pool are LISTENING. \`make-sample-flows\` checks the verdicts.

Prober: $("$scripts/../probe-core" --version). Command (in: the inside, where the prober has its own address; names by the sample's own name server):

$(sed 's/^/    /' "$commands/prober")

| target | really | verdict | evidence | reach | dialogue | protocol | software |
|---|---|---|---|---|---|---|---|
$visits

| file | visits | SHA-256 |
|---|---|---|
| \`visits.ndjson\` | $(wc -l <"$dir/prober/visits.ndjson") | \`$(sha256 "$dir/prober/visits.ndjson")\` |
END
  cat >"$dir/expected/PROVENANCE.md" <<END
# expected

The flows of every sample as a foreign tool reads them, made by \`scripts/make-sample-flows\` (\`scripts/sample-flows/describe.sh\`):

- \`FOLDER/flows.nfcapd.pipe\`: \`nfdump -r FILE -q -o pipe\` (nfdump $(nfdump -V | grep -oE '1\.[0-9.]+' | head -n 1)), the same for every nfcapd file
  of the folder, however compressed. One line a flow: family, first ms, last ms,
  protocol, 4 words of source, source port, 4 words of destination, destination port, source AS, destination AS, input, output, TCP
  flags, TOS, packets, bytes. What nfcapd stored, with nfcapd's own mistakes (see the PROVENANCE.md of the folder).
- \`formats/FILE.pipe\`: the same of a file in \`formats/\`, where its flows are not those of its sample.
- \`argus/flows.csv\`: what Argus' own \`ra\` prints in another form, put into the same columns by \`scripts/sample-flows/flows_of_argus.py\`.
- \`FOLDER/flows.pcap.csv\`: tshark's reading of the pcap, put into a table by \`scripts/sample-flows/flows_of_pcap.py\`, whose
  head says what each column is made of and where tshark needed a hand (header count of v9; \`-2\` for late templates).
END
  {
    printf '# sample-flows\n\nFlow exports with mining planted in them. Real exporters watched real traffic between our own miners, pools and nodes in network\n'
    printf 'namespaces; every address is a documentation address or 10.0.0.0/8. `scripts/make-sample-flows` makes all of it again;\n`scripts/sample-flows/convert` makes again what comes from the captures and the recorded traffic.\n\n'
    printf '| folder | flows | planted endpoints, labelled | what it shows |\n|---|---|---|---|\n'
    for expected in "$dir"/expected/*/{flows.pcap,flows}.csv; do
      [[ -f $expected ]] || continue
      folder=${expected%/*}; name=${folder##*/}
      printf '| `%s` | %s | %s | %s |\n' "$name" "$(($(wc -l <"$expected") - 1))" \
        "$(grep -c "^$name,.*,labelled," "$dir/planted.csv")" "${shows[$name]}"
    done
    printf '\n- `planted.csv`: the truth. Which endpoint of which sample was contacted by whom, and what a correct matcher answers. A flow\n'
    printf '  that no row describes must not be labelled.\n'
    printf -- '- `expected/`: the flows of every file as nfdump or tshark reads them.\n'
    printf -- '- `formats/`: the flows of some folders again, in other formats and containers; the part of a name before the first dot is the folder.\n'
    printf -- '- `local-time/`: the same in formats whose times name no zone. The zone has to be told (`--source-timezone`), so the demo leaves them out;\n'
    printf -- '  it reads everything else.\n'
    printf -- '- `traffic/`: the headers of the traffic that the exporters saw; no flow export.\n'
    printf -- '- `prober/`: what our own prober said of some of them while the captures ran; it is one of their clients.\n'
    printf -- '- `history/`: a synthetic probing history and catalog of the planted endpoints; windows are built from it.\n'
  } >"$dir/README.md"
}

sha256() { sha256sum "$1" | cut -d' ' -f1; }
