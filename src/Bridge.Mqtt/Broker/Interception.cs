using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Broker;

/// <summary>Shows clients' messages to the interceptor, and does as it says.</summary>
internal sealed class Interception(BrokerRuntime runtime, IMqttPublishInterceptor interceptor)
{
    /// <summary>
    /// Whether a message goes on, as it is or changed. If not, the reason for its sender is success where it was consumed.
    /// </summary>
    public bool LetsPass(scoped ref OutgoingPublish message, out MqttReasonCode reason)
    {
        reason = MqttReasonCode.Success;
        try
        {
            if (!(message.Topic.IsIntercepted ??= interceptor.Intercepts(message.Topic.Topic)))
            {
                return true;
            }

            var answer = Ask(ref message);
            if (answer.Changed is { } changed)
            {
                message.Shared!.Release();
                message = runtime.ToOutgoing(changed, message.Origin, message.Sender);
                return true;
            }

            reason = answer.Reason;
            if (reason == MqttReasonCode.Success)
            {
                return ReferenceEquals(answer, MqttInterception.Pass);
            }
        }
#pragma warning disable CA1031 // Whatever the interceptor throws, it has not let the message pass; its exception is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            runtime.Log.InterceptorFailed(message.Topic.Topic, error);
            reason = MqttReasonCode.UnspecifiedError;
        }

        runtime.Metrics.Dropped(DropReason.Intercepted, 1);
        return false;
    }

    private MqttInterception Ask(scoped ref OutgoingPublish message)
    {
        var shown = message.Keep();
        try
        {
            return interceptor.Intercept(message.Sender!, shown.Delivery(runtime.Time, isReplay: false));
        }
        finally
        {
            shown.Release();
        }
    }
}
