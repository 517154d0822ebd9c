// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.fuzz;

import io.minetrace.format.FlowFormat;
import io.minetrace.format.contract.ContractCase;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The contract cases of the format that a target is named after. */
final class ContractSeeds implements ArgumentsProvider {

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    FlowFormat format = FuzzTarget.constant(FlowFormat.class, context.getRequiredTestMethod());
    return ContractCase.of(format).stream().map(ContractCase::bytes).map(Arguments::of);
  }
}
