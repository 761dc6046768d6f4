// Draws a scene with three.js: the shaped head with its proxies, lit by a key light and a sky, framed
// on the eyes as a tight face crop is. Works in a worker. Surprise: the picture is drawn larger than
// asked for and scaled down, because strands of hair thinner than a pixel would flicker otherwise.

import * as THREE from 'three';
import { expressionUnits } from './expression';
import { cornerArrays, placeProxy, shapeHead } from './geometry';
import type { HeadRig, RigPart } from './headRig';
import { createIdentity, type Identity } from './identity';
import type { Scene, View } from './studio';

/** Reads the texture of this name. */
export type TextureSource = (name: string) => Promise<ImageBitmap>;

export interface PersonRenderer {
  /** @param size side of the square picture in pixels */
  draw(scene: Scene, size: number): Promise<OffscreenCanvas>;
  dispose(): void;
}

/** Width of the picture in units of the face (about the distance between its eyes), and where the eyes stand in it from the top. */
const frameWidth = 2.7;
const eyeLine = 0.38;
/** Portrait lens: degrees of the vertical field of view. */
const fieldOfView = 14;
const supersampling = 2;

/** Dark skin gives back less light: the photographer's exposure. */
const exposure: Record<Identity['ancestry'], number> = { african: 2.3, asian: 1, caucasian: 1 };

/** @throws Error where the browser gives no WebGL 2 */
export function createPersonRenderer(rig: HeadRig, readTexture: TextureSource): PersonRenderer {
  const renderer = createWebGL();
  const materials = createMaterials();
  const textures = new Map<string, Promise<THREE.Texture>>();

  function texture(name: string): Promise<THREE.Texture> {
    if (!textures.has(name)) textures.set(name, readTexture(name).then(toTexture));
    return textures.get(name)!;
  }

  async function proxyMesh(name: string, vertices: Float32Array, { material, image = name, color }: { material: THREE.MeshStandardMaterial; image?: string; color?: THREE.Color }): Promise<THREE.Mesh> {
    const proxy = rig.proxies.get(name)!;
    return toMesh(proxy, placeProxy(proxy, vertices), tinted(material, await texture(`${proxy.kind}-${image}`), color));
  }

  async function person(identity: Identity, vertices: Float32Array): Promise<THREE.Group> {
    const hairColor = new THREE.Color(...identity.hairColor).multiply(unexposed(0xffffff, identity));
    const skin = tinted(materials.skin, await texture(`skin-${identity.skin}`), new THREE.Color(...identity.skinTone));
    const solid = [
      toMesh(rig.skin, vertices, skin),
      await proxyMesh('HighPolyEyes', vertices, { material: materials.eyes, image: identity.eyes, color: unexposed(0xffffff, identity) }),
    ];
    if (identity.hair) solid.push(await proxyMesh(identity.hair, vertices, { material: materials.hair, color: hairColor.clone().multiplyScalar(1.6) }));
    for (const mesh of solid) Object.assign(mesh, { castShadow: true, receiveShadow: true });
    const flat = [
      await proxyMesh('Teeth_Base', vertices, { material: materials.teeth, color: unexposed(0xc8c4bc, identity) }),
      await proxyMesh(identity.eyebrows, vertices, { material: materials.eyebrows, color: hairColor }),
    ];
    if (identity.eyelashes) flat.push(await proxyMesh(identity.eyelashes, vertices, { material: materials.eyelashes }));
    return new THREE.Group().add(...solid, ...flat);
  }

  return {
    async draw({ identity: seed, expression, view }, size) {
      const identity = createIdentity(seed);
      const { vertices, center, unit } = shapeHead(rig, identity, expressionUnits(expression));
      const group = await person(identity, vertices);
      const scene = new THREE.Scene();
      scene.background = new THREE.Color().setScalar(view.background).convertSRGBToLinear();
      scene.add(posed(group, new THREE.Vector3(...center), view), ...lights(view, unit, exposure[identity.ancestry]));
      renderer.setSize(size * supersampling, size * supersampling, false);
      renderer.render(scene, camera(unit, view.zoom));
      const picture = scaledDown(renderer.domElement as unknown as OffscreenCanvas, size);
      group.children.forEach((mesh) => (mesh as THREE.Mesh).geometry.dispose());
      return picture;
    },
    dispose() {
      textures.forEach((made) => void made.then((one) => one.dispose()));
      Object.values(materials).forEach((material) => material.dispose());
      renderer.dispose();
    },
  };
}

function createWebGL(): THREE.WebGLRenderer {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('webgl2', { alpha: false, antialias: true, preserveDrawingBuffer: true });
  if (!context) {
    throw new Error('People are drawn with WebGL 2, which this browser does not give. Switch on hardware acceleration, or use photographs.');
  }
  const renderer = new THREE.WebGLRenderer({ canvas: canvas as unknown as HTMLCanvasElement, context, alpha: false, antialias: true, preserveDrawingBuffer: true });
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFShadowMap;
  return renderer;
}

/** Kept from scene to scene, for a new one would have its shaders compiled again. */
function createMaterials() {
  const thin = { transparent: true, depthWrite: false, polygonOffset: true, polygonOffsetFactor: -2, roughness: 1 };
  return {
    skin: new THREE.MeshPhysicalMaterial({ roughness: 0.62, specularIntensity: 0.35 }),
    eyes: new THREE.MeshStandardMaterial({ roughness: 0.25, alphaTest: 0.5 }),
    hair: new THREE.MeshStandardMaterial({ roughness: 0.6, alphaTest: 0.35, side: THREE.DoubleSide, alphaToCoverage: true }),
    teeth: new THREE.MeshStandardMaterial({ roughness: 0.4, emissive: 0x121110 }),
    eyebrows: new THREE.MeshStandardMaterial(thin),
    eyelashes: new THREE.MeshStandardMaterial({ ...thin, color: 0x050505, side: THREE.DoubleSide }),
  };
}

/** What is no skin would glare under the light that dark skin is given. */
function unexposed(color: number, { ancestry }: Identity): THREE.Color {
  return new THREE.Color(color).multiplyScalar(exposure[ancestry] ** -0.8);
}

/** Textures are named as e2e/people/extractRig.mjs names their files. */
function tinted<T extends THREE.MeshStandardMaterial>(material: T, map: THREE.Texture, color?: THREE.Color): T {
  if (!material.map) material.needsUpdate = true;
  material.map = map;
  if (color) material.color = color;
  return material;
}

function toTexture(image: ImageBitmap): THREE.Texture {
  const texture = new THREE.Texture(image);
  texture.colorSpace = THREE.SRGBColorSpace;
  texture.flipY = false; // ImageBitmaps are flipped when they are made
  texture.anisotropy = 4;
  texture.needsUpdate = true;
  return texture;
}

function toMesh(part: RigPart, vertices: Float32Array, material: THREE.Material): THREE.Mesh {
  const { positions, normals } = cornerArrays(part, vertices);
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new THREE.BufferAttribute(normals, 3));
  geometry.setAttribute('uv', new THREE.BufferAttribute(part.uvs, 2));
  geometry.setIndex(new THREE.BufferAttribute(part.triangles, 1));
  return new THREE.Mesh(geometry, material);
}

/** The head turned about a point between and behind the eyes, which is moved to the origin. */
function posed(group: THREE.Group, between: THREE.Vector3, { yaw, pitch, roll }: View): THREE.Group {
  group.position.copy(between).negate();
  const turned = new THREE.Group();
  turned.rotation.set(-radians(pitch), radians(yaw), radians(roll), 'ZYX');
  turned.add(group);
  return turned;
}

/** Looks at the face, which moves sideways less than its eyes when the head turns, as a face crop does. */
function camera(unit: number, zoom: number): THREE.PerspectiveCamera {
  const height = (frameWidth * unit) / zoom;
  const distance = height / 2 / Math.tan(radians(fieldOfView / 2));
  const made = new THREE.PerspectiveCamera(fieldOfView, 1, distance / 4, distance * 4);
  made.position.set(0, -(0.5 - eyeLine) * height, distance);
  return made;
}

function lights({ light }: View, unit: number, gain: number): THREE.Light[] {
  const key = new THREE.DirectionalLight(0xfff6ec, 2.3 * gain * light.strength);
  const [azimuth, elevation] = [radians(light.azimuth), radians(light.elevation)];
  key.position.set(Math.sin(azimuth) * Math.cos(elevation), Math.sin(elevation), Math.cos(azimuth) * Math.cos(elevation)).multiplyScalar(8 * unit);
  key.castShadow = true;
  key.shadow.mapSize.set(1024, 1024);
  key.shadow.radius = 6;
  key.shadow.bias = -0.002;
  key.shadow.normalBias = 0.02 * unit;
  Object.assign(key.shadow.camera, { left: -3 * unit, right: 3 * unit, top: 3 * unit, bottom: -3 * unit, near: unit, far: 16 * unit });
  const sky = new THREE.HemisphereLight(0xf2f6ff, 0x8a7a70, 1.15 * gain * Math.sqrt(light.strength));
  const fill = new THREE.DirectionalLight(0xe8eeff, 0.5 * gain * light.strength);
  fill.position.set(-key.position.x, key.position.y / 3, key.position.z + unit);
  return [key, sky, fill];
}

function scaledDown(canvas: OffscreenCanvas, size: number): OffscreenCanvas {
  const out = new OffscreenCanvas(size, size);
  const context = out.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, 0, 0, size, size);
  return out;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
