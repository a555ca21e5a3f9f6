namespace Bridge.Mqtt.Broker;

/// <summary>A share of a topic: one of the members gets each message.</summary>
internal sealed class SharedTarget(SharedGroup group, RouteTarget[] members)
{
    public RouteTarget[] Members { get; } = members;

    public SharedGroup Group { get; } = group;

    /// <summary>
    /// In turn among those who can take it now; else among the connected; else among sessions that wait for their clients.
    /// Null if there is nobody but <paramref name="except"/>.
    /// </summary>
    public RouteTarget? Pick(MqttSession? except = null)
    {
        var start = Group.NextTurn();
        RouteTarget? connected = null;
        RouteTarget? away = null;
        for (var i = 0; i < Members.Length; i++)
        {
            var member = Members[(int)((uint)(start + i) % (uint)Members.Length)];
            if (ReferenceEquals(member.Session, except))
            {
                continue;
            }

            if (member.Session.Outbox.IsReady)
            {
                return member;
            }

            if (member.Session.IsConnected)
            {
                connected ??= member;
            }
            else if (!member.Session.IsEnded)
            {
                away ??= member;
            }
        }

        return connected ?? away;
    }
}
