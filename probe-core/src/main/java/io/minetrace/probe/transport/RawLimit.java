// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts what comes below TLS, where records can be many and hold nothing. Past the limit it lets
 * nothing more through and says so once, by {@link #EXCEEDED}.
 */
final class RawLimit extends ChannelInboundHandlerAdapter {

  /** The user event. */
  static final Object EXCEEDED = new Object();

  private final long limitBytes;
  private long bytes;

  RawLimit(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean within = bytes <= limitBytes;
    bytes += ((ByteBuf) message).readableBytes();
    if (bytes <= limitBytes) {
      context.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
      if (within) {
        context.fireUserEventTriggered(EXCEEDED);
      }
    }
  }
}
