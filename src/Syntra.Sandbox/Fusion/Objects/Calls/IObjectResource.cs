using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>A resource with its children. Its calls run one at a time within the store's transaction.</summary>
internal interface IObjectResource
{
    /// <summary>crmRestApi, fscmRestApi or hcmRestApi; on the others it is a 404.</summary>
    string Api { get; }

    /// <summary>First part of its path.</summary>
    string Name { get; }

    /// <summary>Answers or throws <see cref="Http.FusionProblem"/>.</summary>
    ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction);
}
