using Bridge.Mqtt.Broker;
using Bridge.Server.Commands;
using Bridge.Server.Tests.MqttEndpoint;
using Bridge.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Commands;

/// <summary>What the audit of evals must do in every database.</summary>
public abstract class CommandAuditContract : StoredTest
{
    [Fact]
    public async Task Eval_WhateverItsSource_IsKeptInOrder()
    {
        var store = await OpenAsync(CommandAudit.Schema);
        var open = new OpenBroker();
        await using var broker = new MqttBroker(new MqttBrokerOptions(), new MqttBrokerServices { Authenticator = open, Authorizer = open });
        var audit = new CommandAudit(store, broker, new ManualTime(), NullLogger<CommandAudit>.Instance);

        await audit.StoreAsync("web console", "main", "d1", "1 + 1");
        await audit.StoreAsync("tool", "main", "all", "'\0' + '✓'");
        await audit.StoreAsync("tool", "main", "d1", new string('x', 5_000));
        await audit.StoreAsync("tool", "main", "d1", new string('x', 3_999) + "😀");

        var sources = await store.ReadAsync(new("SELECT source FROM audit ORDER BY id"), row => row.GetString(0));
        Assert.Equal(["1 + 1", "'\uFFFD' + '✓'", new string('x', 4_000), new string('x', 3_999)], sources);
    }
}
