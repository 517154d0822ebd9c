// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

/** Every number that the simulated world rests on. Shares are 0 to 1, times in days or hours. */
enum Assumption {
  DEAD(0.38, "of the catalogued names never mine while they are watched"),
  WEB_PORT(0.19, "of the ports that are drawn are 443 (two of three) or 80"),
  SEVERAL_COINS(0.03, "of the services change between two or three coins"),
  COIN_SEEN(0.6, "of the services show their coin in the work they give out; else it is declared"),
  LIFE_DAYS(150, "days that a server stays at its address, on the mean (exponential)"),
  MOVES(0.6, "of the servers that leave an address go to another one, under the same name"),
  SHORT_OUTAGES(0.012, "outages a day of 10 minutes to 3 hours, of each server"),
  LONG_OUTAGES(0.008, "outages a day of a median of 10 hours (log-normal, sigma 1.2)"),
  FAILURES(0.0035, "failures a day that last 2 to 20 days"),
  FLAKY(
      0.08,
      "of the names that mine at all do so for 4 days, then not for 8, on the mean, and again"),
  TENANT(
      0.5, "of the addresses that a pool leaves, comes to, or never mines at, are somebody else's"),
  TENANT_AFTER_DAYS(10, "days between the two, on the mean (exponential)"),
  TENANT_SAME_PORT(
      0.15, "of these answer on the pool's port too, where it is not a port of the web"),
  SHARED(0.3, "of the servers are also a web site, on 443 and 80, where these are not the pool's"),
  MULTIPLEXED(0.1, "of the services on 443 or 80 are a web site on the same port as well"),
  UNKNOWN(0.10, "times as many services again are in no catalog"),
  LATE(0.10, "times as many again are found later, in the first 60 days"),
  LOST(0.002, "of the visits, and of confirmations, fail though the service is there"),
  TROUBLE_EVERY_DAYS(30, "days between troubles of the prober's own network, of 2 to 12 hours"),
  TROUBLE_DOUBTED(0.8, "of these are noticed and doubted"),
  PROBER_OFF(3, "times the prober is off, for one to four days each"),
  BANS(0.10, "of the pools ban the prober once, for 5 to 20 days"),
  BAN_RECOGNISED(0.5, "of these bans are recognised as such"),
  BY_NAME(0.7, "of the miners go by name, the others by address"),
  ON_HOURS(20, "hours that a miner runs, on the mean (exponential)"),
  OFF_HOURS(12, "hours that it then rests, on the mean (exponential)"),
  GIVES_UP_DAYS(10, "days of attempts until a miner is given another pool (a half to twice that)"),
  VISITS_A_DAY(1, "visits a day of each of those other services, median (log-normal, sigma 1.3)"),
  SCANNING_TENANTS(0.05, "of the later tenants scan our network, 30 flows a day"),
  CHECKS_A_DAY(20, "connections a day of our own security staff to services of the catalog"),
  OTHER_FLOWS(200_000, "flows to addresses that no pool ever had; 1 % of them to ports of pools");

  private final double value;
  private final String words;

  Assumption(double value, String words) {
    this.value = value;
    this.words = words;
  }

  double value() {
    return value;
  }

  /** In words, behind the value. */
  String words() {
    return words;
  }
}
