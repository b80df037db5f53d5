using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>An operation of erpintegrations.</summary>
internal interface IErpOperation
{
    /// <summary>OperationName.</summary>
    string Name { get; }

    /// <summary>Checks the attributes outside the transaction; what it returns does the work (given the time) and gives the attributes to answer with.</summary>
    Func<Session, long, JsonObject> Prepare(FusionCall call);
}

/// <summary>A row finder of erpintegrations.</summary>
internal interface IErpFinder
{
    string Name { get; }

    JsonObject Find(Session session, long requestId, FinderArguments arguments, long now);
}
